package target

import (
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fault"
)

// Relation says how a target hangs together with another one.
type Relation uint8

const (
	DecomposedFrom Relation = iota + 1 // a further parent beside From
	AdoptedFrom                        // taken over from a target that another body had set
	PromotedTo                         // taken up by a document of higher rank, whose target stands in its place
	Corrects                           // set against the side effects of an earlier target
)

var relationWords = enum.New[Relation]("relation", UnknownError, []string{
	DecomposedFrom: "decomposed from", AdoptedFrom: "adopted from",
	PromotedTo: "promoted to", Corrects: "corrects",
})

// String returns the relation in words.
func (r Relation) String() string { return relationWords.String(r) }

// MarshalText returns the relation in words.
func (r Relation) MarshalText() ([]byte, error) { return relationWords.Marshal(r) }

// UnmarshalText reads a relation as String prints it.
func (r *Relation) UnmarshalText(text []byte) error { return relationWords.Unmarshal(r, text) }

// Link is one step in the lineage of a target. Either end may be the older
// one: three provinces had an intellectual property strategy before the nation
// had one, and were linked to it afterwards.
type Link struct {
	Relation Relation `strict:"required"`
	Target   string   `strict:"required"` // code of the other target
	Date     string   // ISO 8601, since when; empty is since both were there
}

func (k Link) validate(l *fault.List, path, self string) {
	switch {
	case k.Relation == 0:
		l.Add(&FieldError{Path: path + ".relation", Err: ErrRequired, Remedy: relationWords.OneOf()})
	case k.Relation > Corrects:
		l.Add(&FieldError{Path: path + ".relation", Value: uint8(k.Relation), Err: ErrUnknown, Remedy: relationWords.OneOf()})
	}
	switch {
	case k.Target == "":
		l.Add(&FieldError{Path: path + ".target", Err: ErrRequired, Remedy: "give the code of a target"})
	case k.Target == self:
		l.Add(&FieldError{Path: path + ".target", Value: k.Target, Err: ErrCycle, Remedy: "name another target"})
	}
}
