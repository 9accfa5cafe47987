package target

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/targetcascade/cascade/internal/cycle"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// Document is a plan, outline, opinion or notice in which goals and targets are
// published. A [Source] cites it by its title or one of its other spellings.
type Document struct {
	Code       string   `strict:"required"`
	Title      string   `strict:"required"`
	Spellings  []string // other titles under which it is cited: 12th FYP
	Issuer     string   // code of a body
	Kind       string   // five-year plan, outline, implementation opinions
	Period     Period   // zero if it has none
	Date       string   // ISO 8601
	Supersedes string   // code of the document in whose place it came
	Implements string   // code of the higher document that it carries out
	Languages  []string // in which it is available
}

// Validate returns an error if the code or the title is missing, a spelling is
// empty or given twice, the document supersedes or implements itself, or the date
// is not ISO 8601. It reports every problem.
func (d Document) Validate() error {
	var p Problems
	d.validate(p.At("document"))
	return p.Err()
}

func (d Document) validate(at Place) {
	at.Field("code").Code(d.Code)
	at.Field("title").Required(d.Title != "", "give the title by which it is cited")
	known := []string{d.Title}
	for i, s := range d.Spellings {
		spelling := at.Field("spellings").Index(i)
		if spelling.Required(s != "", "leave out empty spellings") && slices.Contains(known, s) {
			spelling.Duplicate(s)
		}
		known = append(known, s)
	}
	if d.Supersedes != "" && d.Supersedes == d.Code {
		at.Field("supersedes").Report(d.Supersedes, ErrCycle, "name the document that came before")
	}
	if d.Implements != "" && d.Implements == d.Code {
		at.Field("implements").Report(d.Implements, ErrCycle, "name the higher document")
	}
	at.Field("date").date(d.Date)
}

// MarshalJSON writes the document as an object, without the fields that are empty.
func (d Document) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a document as MarshalJSON writes it. It returns an error if
// a field is unknown, given twice or missing, or the document is not valid
// ([Document.Validate]).
func (d *Document) UnmarshalJSON(data []byte) error {
	return unmarshal(data, d, "document", Document.validate)
}

// Citation is a document with the goals and targets of an agenda that cite it.
type Citation struct {
	Document Document `strict:"required"`
	Goals    []string // codes, ascending
	Targets  []string // codes, ascending, in force or not
}

// MarshalJSON writes the citation as an object, without the lists that are empty.
func (c Citation) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a citation as MarshalJSON writes it. It returns an error if a
// field is unknown, given twice or missing, or the document is not valid.
func (c *Citation) UnmarshalJSON(data []byte) error {
	return unmarshal(data, c, "citation", func(c Citation, at Place) { c.Document.validate(at.Field("document")) })
}

// Cited returns the documents in the order of their codes, each with the goals and
// targets that cite it. Goals and targets whose source names no document are
// passed over.
//
// So that two spellings of one plan do not pass for two plans, Cited returns an
// error if:
//   - a document is not valid, or two have one code (ErrDuplicate);
//   - two documents have one title or spelling, or titles that differ only in case,
//     punctuation, or words against their initials: "12th Five-Year Plan" and "12th
//     FYP" (ErrDuplicate);
//   - a document supersedes or implements one that is not there (ErrUnknown), or
//     documents do so in a cycle (ErrCycle);
//   - a source names a document that is not there (ErrUnknown); the remedy names the
//     document that its title resembles.
//
// It reports every problem, by path.
func (a *Agenda) Cited(documents []Document) ([]Citation, error) {
	sorted := slices.Clone(documents)
	slices.SortStableFunc(sorted, func(x, y Document) int { return cmp.Compare(x.Code, y.Code) })
	problems := Problems{ByPath: true}
	titles := checkDocuments(&problems, sorted)
	if err := problems.Err(); err != nil {
		return nil, err
	}

	citations := make([]Citation, len(sorted))
	for i, d := range sorted {
		d.Spellings, d.Languages = slices.Clone(d.Spellings), slices.Clone(d.Languages)
		citations[i].Document = d
	}
	for _, g := range a.goals {
		if i, cited := titles.cited(problems.At("goals").Key(g.Code), g.Source); cited {
			citations[i].Goals = append(citations[i].Goals, g.Code)
		}
	}
	for _, t := range a.targets {
		if i, cited := titles.cited(problems.At("targets").Key(t.Code), t.Source); cited {
			citations[i].Targets = append(citations[i].Targets, t.Code)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return citations, nil
}

// titleIndex finds documents by what they are called.
type titleIndex struct {
	documents []Document     // by code
	exact     map[string]int // by title or spelling
	plain     map[string]int // by the words of a title, in lower case
	initials  map[string]int // by its initials
}

// checkDocuments checks the documents, which are in the order of their codes.
func checkDocuments(p *Problems, documents []Document) titleIndex {
	t := titleIndex{documents, make(map[string]int), make(map[string]int), make(map[string]int)}
	for i, d := range documents {
		at := p.At("documents").Key(d.Code)
		d.validate(at)
		if i > 0 && d.Code == documents[i-1].Code {
			at.Field("code").Duplicate(nil)
			continue
		}
		for _, title := range append([]string{d.Title}, d.Spellings...) {
			if other, known := t.find(title); known && other != i {
				at.Report(title, ErrDuplicate, "document "+fault.Text(documents[other].Code)+
					" has the same title in another spelling: make one document of both")
			}
			t.exact[title] = i
			plain, initials := titleKeys(title)
			t.plain[plain], t.initials[initials] = i, i
		}
	}

	find := func(code string) int { return findCode(documents, code, func(d Document) string { return d.Code }) }
	for _, relation := range []struct {
		field string
		of    func(Document) string
	}{
		{"supersedes", func(d Document) string { return d.Supersedes }},
		{"implements", func(d Document) string { return d.Implements }},
	} {
		for _, d := range documents {
			if other := relation.of(d); other != "" && find(other) < 0 {
				p.At("documents").Key(d.Code).Field(relation.field).Report(
					other, ErrUnknown, "name one of the documents",
				)
			}
		}
		for _, i := range cycle.Nodes(len(documents), func(yield func(int, int) bool) {
			for i, d := range documents {
				if other := find(relation.of(d)); other >= 0 && !yield(i, other) {
					return
				}
			}
		}) {
			p.At("documents").Key(documents[i].Code).Field(relation.field).Report(nil, ErrCycle, noCycle)
		}
	}
	return t
}

// find returns the document that a title is of or resembles.
func (t titleIndex) find(title string) (int, bool) {
	if i, known := t.exact[title]; known {
		return i, true
	}
	plain, initials := titleKeys(title)
	for _, found := range []struct {
		by  map[string]int
		key string
	}{{t.plain, plain}, {t.plain, initials}, {t.initials, plain}} {
		if i, known := found.by[found.key]; known && found.key != "" {
			return i, true
		}
	}
	return 0, false
}

// cited returns the document that a source cites, and reports one that is not
// there.
func (t titleIndex) cited(at Place, s Source) (int, bool) {
	if s.Document == "" {
		return 0, false
	}
	i, known := t.exact[s.Document]
	if !known {
		remedy := "add the document"
		if like, resembles := t.find(s.Document); resembles {
			d := t.documents[like]
			remedy = "it resembles " + fault.Text(d.Title) + ": add it to the spellings of document " +
				fault.Text(d.Code)
		}
		at.Field("source").Field("document").Report(s.Document, ErrUnknown, remedy)
	}
	return i, known
}

// titleKeys returns the words of a title in lower case, and the same with each run
// of several words without digits as its initials: "12th five year plan" and "12th
// fyp". A title without digits has no initials, which would resemble too much.
func titleKeys(title string) (plain, initials string) {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	hasDigit := func(word string) bool { return strings.ContainsFunc(word, unicode.IsNumber) }
	plain = strings.Join(words, " ")
	if !slices.ContainsFunc(words, hasDigit) {
		return plain, ""
	}

	var short []string
	for len(words) > 0 {
		n := slices.IndexFunc(words, hasDigit)
		if n < 0 {
			n = len(words)
		}
		switch {
		case n <= 1:
			n = 1
			short = append(short, words[0])
		default:
			var letters strings.Builder
			for _, word := range words[:n] {
				r, _ := utf8.DecodeRuneInString(word)
				letters.WriteRune(r)
			}
			short = append(short, letters.String())
		}
		words = words[n:]
	}
	return plain, strings.Join(short, " ")
}
