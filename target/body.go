package target

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/targetcascade/cascade/internal/cycle"
	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/internal/numtext"
	"github.com/targetcascade/cascade/internal/strictjson"
)

// BodyKind says what a body is.
type BodyKind uint8

const (
	Government BodyKind = iota + 1 // of a territory
	Office                         // an office of a government: a provincial patent office
	Branch                         // a local branch of a higher office: a patent acceptance window
	Committee                      // a meeting or commission of several bodies
)

var bodyKindWords = enum.New[BodyKind]("kind", UnknownError, []string{
	Government: "government", Office: "office", Branch: "branch", Committee: "committee",
})

// String returns the kind in lower case.
func (k BodyKind) String() string { return bodyKindWords.String(k) }

// MarshalText returns the kind in lower case.
func (k BodyKind) MarshalText() ([]byte, error) { return bodyKindWords.Marshal(k) }

// UnmarshalText reads a kind as String prints it.
func (k *BodyKind) UnmarshalText(text []byte) error { return bodyKindWords.Unmarshal(k, text) }

// Line is a line of leadership.
type Line uint8

const (
	Territorial  Line = iota + 1 // 块: by the government of the place
	Professional                 // 条: by the office of the same field one level up
)

var lineWords = enum.New[Line]("line", UnknownError, []string{
	Territorial: "territorial", Professional: "professional",
})

// String returns the line in lower case.
func (l Line) String() string { return lineWords.String(l) }

// MarshalText returns the line in lower case.
func (l Line) MarshalText() ([]byte, error) { return lineWords.Marshal(l) }

// UnmarshalText reads a line as String prints it.
func (l *Line) UnmarshalText(text []byte) error { return lineWords.Unmarshal(l, text) }

// LeadershipMode says along which lines a body is led. The zero LeadershipMode is
// that of a body that nobody leads.
type LeadershipMode uint8

const (
	LocalLeadership    LeadershipMode = iota + 1 // 属地领导: by the government of the place alone
	VerticalLeadership                           // 垂直领导: by the office above alone, as customs
	DoubleLeadership                             // 双重领导: by both, as a provincial patent office
)

var modeWords = enum.New[LeadershipMode]("mode", UnknownError, []string{
	0: "none", LocalLeadership: "local", VerticalLeadership: "vertical", DoubleLeadership: "double",
})

// String returns the mode in lower case.
func (m LeadershipMode) String() string { return modeWords.String(m) }

// MarshalText returns the mode in lower case.
func (m LeadershipMode) MarshalText() ([]byte, error) { return modeWords.Marshal(m) }

// UnmarshalText reads a mode as String prints it.
func (m *LeadershipMode) UnmarshalText(text []byte) error { return modeWords.Unmarshal(m, text) }

// Leadership says who leads a body, over what, and from when to when.
type Leadership struct {
	By    string   `strict:"required"` // code of the body that leads
	Line  Line     `strict:"required"`
	Over  []string // codes of indicators; empty means everything
	From  string   // ISO 8601, the first day; empty means from the beginning
	Until string   // ISO 8601, the last day; empty means without end
}

// covers reports whether the leadership is in force on a day, over an indicator;
// an empty code asks for any indicator.
func (l Leadership) covers(indicator string, on day) bool {
	isOver := indicator == "" || len(l.Over) == 0 || slices.Contains(l.Over, indicator)
	return isOver && inForce(l.From, l.Until, on)
}

// inForce reports whether a day is between two dates, each of which may be empty.
func inForce(from, until string, on day) bool {
	first, _ := parseDay(from)
	last, ends := parseDay(until)
	return first <= on && (!ends || on <= last)
}

// Body is who sets, reports, evaluates and publishes: a government, an office, a
// branch, a committee. A body is no unit of territory, but may be in charge of
// one.
type Body struct {
	Code  string `strict:"required"`
	Name  string
	Kind  BodyKind `strict:"required"`
	Level string   // of the hierarchy: nation, province
	Unit  string   // code of the territory that it is in charge of or stands in
	Led   []Leadership
	From  string // ISO 8601, its first day; empty means from the beginning
	Until string // ISO 8601, its last day; empty means without end
}

func (b Body) clone() Body {
	b.Led = slices.Clone(b.Led)
	for i, l := range b.Led {
		b.Led[i].Over = slices.Clone(l.Over)
	}
	return b
}

// Validate returns an error if:
//   - the code is missing, or the kind is none of the constants;
//   - a leadership names no other body, or its line is none of the constants;
//   - a date is not ISO 8601, or a last day is before the first;
//   - two leaderships on one line are in force over one indicator at a time.
//
// It reports every problem.
func (b Body) Validate() error {
	var p Problems
	b.validate(p.At("body"))
	return p.Err()
}

func (b Body) validate(at Place) {
	at.Field("code").Code(b.Code)
	required(at.Field("kind"), b.Kind, bodyKindWords)
	validateSpan(at, b.From, b.Until)

	for i, l := range b.Led {
		place := at.Field("led").Index(i)
		if by := place.Field("by"); by.Code(l.By) && l.By == b.Code {
			by.Report(l.By, ErrCycle, "name another body")
		}
		required(place.Field("line"), l.Line, lineWords)
		validateSpan(place, l.From, l.Until)
		for k, before := range b.Led[:i] {
			if l.Line == before.Line && overlaps(l, before) {
				remedy := "led[" + strconv.Itoa(k) +
					"] is on the same line at the same time: end it, or divide what they are over"
				place.Report(nil, ErrDuplicate, remedy)
				break
			}
		}
	}
}

// validateSpan checks the first and the last day of something.
func validateSpan(at Place, from, until string) {
	at.Field("from").date(from)
	at.Field("until").date(until)
	first, _ := parseDay(from)
	if last, ends := parseDay(until); ends && last < first {
		at.Field("until").Report(until, ErrRange, "the last day must not be before the first, "+from)
	}
}

// overlaps reports whether two leaderships are in force over one indicator on one
// day.
func overlaps(a, b Leadership) bool {
	both := len(a.Over) == 0 || len(b.Over) == 0 ||
		slices.ContainsFunc(a.Over, func(code string) bool { return slices.Contains(b.Over, code) })
	first, _ := parseDay(a.From)
	second, _ := parseDay(b.From)
	start := max(first, second)
	return both && inForce(a.From, a.Until, start) && inForce(b.From, b.Until, start)
}

// MarshalJSON writes the body as an object, without the fields that are empty.
func (b Body) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads a body as MarshalJSON writes it. It returns an error if a
// field is unknown, given twice or missing, or the body is not valid
// ([Body.Validate]).
func (b *Body) UnmarshalJSON(data []byte) error { return unmarshal(data, b, "body", Body.validate) }

// Bodies are bodies and who leads whom, checked as a whole. Several trees can be
// made of them. They are immutable and safe for concurrent use.
type Bodies struct {
	bodies []Body // by code
}

// NewBodies returns the bodies, given in any order. It copies what it keeps.
//
// NewBodies returns an error if:
//   - a body is not valid, or two bodies have one code (ErrDuplicate);
//   - a body is led by one that is not there (ErrUnknown);
//   - leadership on one line goes in a cycle, at whatever time (ErrCycle).
//
// It reports every problem, by path.
func NewBodies(bodies []Body) (*Bodies, error) {
	b := &Bodies{bodies: make([]Body, len(bodies))}
	for i, body := range bodies {
		b.bodies[i] = body.clone()
	}
	slices.SortStableFunc(b.bodies, func(x, y Body) int { return cmp.Compare(x.Code, y.Code) })

	problems := Problems{ByPath: true}
	for i, body := range b.bodies {
		at := problems.At("bodies").Key(body.Code)
		body.validate(at)
		if i > 0 && body.Code == b.bodies[i-1].Code {
			at.Field("code").Duplicate(nil)
		}
		for k, l := range body.Led {
			if l.By != "" && b.find(l.By) < 0 {
				at.Field("led").Index(k).Field("by").Report(l.By, ErrUnknown, "name one of the bodies")
			}
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	for _, line := range []Line{Territorial, Professional} {
		for _, i := range cycle.Nodes(len(b.bodies), b.edges(line)) {
			problems.At("bodies").Key(b.bodies[i].Code).Field("led").Report(nil, ErrCycle, noCycle)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return b, nil
}

// edges yields who is led by whom on a line.
func (b *Bodies) edges(line Line) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for i, body := range b.bodies {
			for _, l := range body.Led {
				//mutate:equal l.Line != line: of two lines each is looked at
				if l.Line == line && !yield(i, b.find(l.By)) {
					return
				}
			}
		}
	}
}

func (b *Bodies) find(code string) int {
	return findCode(b.bodies, code, func(body Body) string { return body.Code })
}

// All yields the bodies, by code.
func (b *Bodies) All() iter.Seq[Body] {
	return func(yield func(Body) bool) {
		for _, body := range b.bodies {
			if !yield(body.clone()) {
				return
			}
		}
	}
}

// String prints the codes and names of the bodies, at most 50 of them.
func (b *Bodies) String() string {
	if b == nil {
		return "no bodies\n"
	}

	var text strings.Builder
	for _, body := range b.bodies[:min(numtext.Rows, len(b.bodies))] {
		text.WriteString(fault.Line(strings.TrimRight(body.Code+" "+body.Name, " "), 200) + "\n")
	}
	text.WriteString(numtext.More(len(b.bodies) - numtext.Rows))
	return text.String()
}

// Body returns the body with a code.
func (b *Bodies) Body(code string) (Body, bool) {
	if i := b.find(code); i >= 0 {
		return b.bodies[i].clone(), true
	}
	return Body{}, false
}

// Exists reports whether a body exists on a date.
//
// Exists returns an error if the body is unknown or the date is not ISO 8601.
func (b *Bodies) Exists(code, date string) (bool, error) {
	body, on, err := b.on(code, date)
	return err == nil && inForce(body.From, body.Until, on), err
}

// on returns a body and the day of a date.
func (b *Bodies) on(code, date string) (Body, day, error) {
	var p Problems
	i := b.find(code)
	if i < 0 {
		p.At("code").Report(code, ErrUnknown, "name one of the bodies")
	}
	on, ok := parseDay(date)
	if !ok {
		p.At("date").Report(date, ErrInvalid, dateRemedy)
	}
	if err := p.Err(); err != nil {
		return Body{}, 0, err
	}
	return b.bodies[i], on, nil
}

// Leaders returns who leads a body on a date, over an indicator, in the order of
// the lines. An empty indicator asks for the leaders over anything. A body that does
// not exist on the date neither leads nor is led.
//
// Leaders returns an error if the body is unknown or the date is not ISO 8601.
func (b *Bodies) Leaders(code, indicator, date string) ([]Leadership, error) {
	body, on, err := b.on(code, date)
	if err != nil {
		return nil, err
	}
	leaders := b.leaders(body.clone(), indicator, on)
	slices.SortStableFunc(leaders, func(x, y Leadership) int { return cmp.Compare(x.Line, y.Line) })
	return leaders, nil
}

// leaders returns the leaderships of a body on a day, over an indicator, in the order
// in which the body has them.
func (b *Bodies) leaders(body Body, indicator string, on day) []Leadership {
	if !inForce(body.From, body.Until, on) {
		return nil
	}
	var leaders []Leadership
	for _, l := range body.Led {
		by := &b.bodies[b.find(l.By)]
		if l.covers(indicator, on) && inForce(by.From, by.Until, on) {
			leaders = append(leaders, l)
		}
	}
	return leaders
}

// Mode returns along which lines a body is led on a date, over an indicator or
// over anything.
//
// Mode returns an error if the body is unknown or the date is not ISO 8601.
func (b *Bodies) Mode(code, indicator, date string) (LeadershipMode, error) {
	leaders, err := b.Leaders(code, indicator, date)
	var lines [Professional + 1]bool
	for _, l := range leaders {
		lines[l.Line] = true
	}
	switch {
	case lines[Territorial] && lines[Professional]:
		return DoubleLeadership, err
	case lines[Territorial]:
		return LocalLeadership, err
	case lines[Professional]:
		return VerticalLeadership, err
	}
	return 0, err
}

// Led returns the bodies that a body leads directly on a date, over an indicator
// or over anything, by code.
//
// Led returns an error if the body is unknown or the date is not ISO 8601.
func (b *Bodies) Led(code, indicator, date string) ([]Body, error) {
	_, on, err := b.on(code, date)
	if err != nil {
		return nil, err
	}
	var led []Body
	for _, body := range b.bodies {
		leads := func(l Leadership) bool { return l.By == code }
		if slices.ContainsFunc(b.leaders(body, indicator, on), leads) {
			led = append(led, body.clone())
		}
	}
	return led, nil
}

// MaySet reports whether a body has authority to set targets of an indicator for another
// body on a date. It has if both exist on the date, and it is that body itself or leads
// that body over the indicator, directly or through others.
//
// MaySet returns an error if a body is unknown or the date is not ISO 8601.
func (b *Bodies) MaySet(setter, body, indicator, date string) (bool, error) {
	if _, _, err := b.on(setter, date); err != nil {
		return false, err
	}
	_, on, err := b.on(body, date)
	if err != nil {
		return false, err
	}

	from, to := b.find(body), b.find(setter)
	if from == to {
		return inForce(b.bodies[to].From, b.bodies[to].Until, on), nil
	}
	leaders := func(i int) []int {
		var out []int
		for _, l := range b.leaders(b.bodies[i], indicator, on) {
			out = append(out, b.find(l.By))
		}
		return out
	}
	return slices.Contains(generations(from, leaders), to), nil
}

type bodiesJSON struct{ Bodies []Body }

// MarshalJSON writes the bodies as an object, by code.
func (b *Bodies) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(bodiesJSON{slices.Collect(b.All())})
}

// UnmarshalJSON reads bodies as MarshalJSON writes them, in any order. It returns
// an error if a field is unknown, given twice or missing, or if [NewBodies] does.
func (b *Bodies) UnmarshalJSON(data []byte) error {
	var in bodiesJSON
	if err := readJSON(data, &in, ""); err != nil {
		return err
	}
	read, err := NewBodies(in.Bodies)
	if err == nil {
		*b = *read
	}
	return err
}
