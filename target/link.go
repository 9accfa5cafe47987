package target

import (
	"iter"

	"github.com/targetcascade/cascade/internal/enum"
)

// Relation says how a target is related to another one.
type Relation uint8

const (
	DecomposedFrom Relation = iota + 1 // a further parent beside From
	AdoptedFrom                        // taken over from a target that another body had set
	PromotedTo                         // taken up by a document of higher rank, whose target replaces it
	Corrects                           // set against the side effects of an earlier target
	ConvertedFrom                      // the same aim in another form: a number of patents from a density
	MidTermOf                          // a value on the way to a later target of the same unit and indicator
)

var relationWords = enum.New[Relation]("relation", UnknownError, []string{
	DecomposedFrom: "decomposed from", AdoptedFrom: "adopted from",
	PromotedTo: "promoted to", Corrects: "corrects", ConvertedFrom: "converted from", MidTermOf: "mid-term of",
})

// String returns the relation in words.
func (r Relation) String() string { return relationWords.String(r) }

// MarshalText returns the relation in words.
func (r Relation) MarshalText() ([]byte, error) { return relationWords.Marshal(r) }

// UnmarshalText reads a relation as String prints it.
func (r *Relation) UnmarshalText(text []byte) error { return relationWords.Unmarshal(r, text) }

// Link is one step in the lineage of a target. Either end may be the older one:
// three provinces had an intellectual property strategy before the nation had
// one, and were linked to it afterwards.
type Link struct {
	Relation Relation `strict:"required"`
	Target   string   `strict:"required"` // code of the other target
	Date     string   // ISO 8601, since when; empty means since both targets exist
}

// validate checks the link of a target with a code.
func (k Link) validate(at Place, code string) {
	required(at.Field("relation"), k.Relation, relationWords)
	switch {
	case k.Target == "":
		at.Field("target").Report(nil, ErrRequired, "give the code of a target")
	case k.Target == code:
		at.Field("target").Report(k.Target, ErrCycle, "name another target")
	}
}

// lineage yields the codes of child and parent for every step of lineage that the
// target says.
func (t Target) lineage() iter.Seq2[string, string] {
	return func(yield func(child, parent string) bool) {
		if t.From != "" && !yield(t.Code, t.From) {
			return
		}
		for _, link := range t.Links {
			child, parent := t.Code, link.Target
			switch link.Relation {
			case DecomposedFrom, AdoptedFrom, ConvertedFrom:
			case PromotedTo:
				child, parent = parent, child
			default:
				continue
			}
			if !yield(child, parent) {
				return
			}
		}
	}
}
