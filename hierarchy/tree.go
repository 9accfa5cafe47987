package hierarchy

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"iter"
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/targetcascade/cascade/internal/enum"
	"github.com/targetcascade/cascade/internal/fault"
	"github.com/targetcascade/cascade/target"
)

// Unit is a place in a hierarchy: a nation, a province, a sales region.
type Unit struct {
	Code   string `strict:"required"`
	Name   string
	Level  string `strict:"required"`
	Parent string // code; empty for the root
	Role   Role
}

// Tree is one line of leadership over units. It is immutable and safe for
// concurrent use. The zero Tree and a nil *Tree have no units.
type Tree struct {
	levels []string
	units  []Unit  // breadth first; siblings by code
	roles  []Role  // of each unit
	level  []int32 // of each unit, an index of levels
	parent []int32 // −1 for the root
	first  []int32 // the children of i are first[i] up to first[i+1]
	codes  codeTable
}

// NewTree builds a tree from its levels, highest first, and its units in any
// order. A unit may sit directly under one that is more than one level up: a
// county under its province. The siblings of one parent are kept in the order
// of their codes, which is also the rule by which ties are broken.
//
// NewTree returns an error if
//   - there is no level, or a level has no name or is given twice;
//   - a unit has no code, or a code that another unit has;
//   - a level, a code or a name is not UTF-8;
//   - a code or a level begins with a byte-order mark;
//   - a unit's level or parent is unknown, or its level is not below its parent's;
//   - a unit's role is none of the constants, or the root is not a [Member];
//   - no unit or more than one is without a parent;
//   - parents form a cycle.
//
// It reports every problem, by code. If no unit is below its parent, it reports
// the order of the levels instead of every unit.
func NewTree(levels []string, units []Unit) (*Tree, error) {
	var problems target.Problems
	if t := build(levels, units, &problems); problems.Len() == 0 {
		return t, nil
	}

	// Once more in the order of the codes, for a report that does not depend
	// on the order of the input.
	problems = target.Problems{}
	sorted := slices.Clone(units)
	slices.SortFunc(sorted, func(a, b Unit) int {
		return cmp.Or(
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Parent, b.Parent),
			cmp.Compare(a.Level, b.Level), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Role, b.Role),
		)
	})
	build(levels, sorted, &problems)
	return nil, problems.Err()
}

// quote returns a code for an error, in quotes.
func quote(code string) string { return fault.Text(code) }

// at returns the place of a unit.
func (t *Tree) at(code string) (int, bool) {
	if t == nil {
		return 0, false
	}
	i := t.codes.find(code, t.units)
	return int(max(i, 0)), i >= 0
}

// family returns the bounds of the children of the unit at a place.
func (t *Tree) family(at int) (lo, hi int) { return int(t.first[at]), int(t.first[at+1]) }

// Len returns the number of units.
func (t *Tree) Len() int {
	if t == nil {
		return 0
	}
	return len(t.units)
}

// Levels returns the names of the levels, highest first.
func (t *Tree) Levels() []string {
	if t == nil {
		return nil
	}
	return slices.Clone(t.levels)
}

// Root returns the unit without a parent, the zero Unit for an empty tree.
func (t *Tree) Root() Unit {
	if t.Len() == 0 {
		return Unit{}
	}
	return t.units[0]
}

// Unit returns the unit with the code.
func (t *Tree) Unit(code string) (Unit, bool) {
	at, ok := t.at(code)
	if !ok {
		return Unit{}, false
	}
	return t.units[at], true
}

// Children yields the units directly under the one with the code, by code; none
// for an unknown unit.
func (t *Tree) Children(code string) iter.Seq[Unit] {
	return func(yield func(Unit) bool) {
		at, ok := t.at(code)
		if !ok {
			return
		}
		for i := t.first[at]; i < t.first[at+1]; i++ {
			if !yield(t.units[i]) {
				return
			}
		}
	}
}

// Ancestors yields the units above the one with the code, its parent first and
// the root last; none for an unknown unit.
func (t *Tree) Ancestors(code string) iter.Seq[Unit] {
	return func(yield func(Unit) bool) {
		at, ok := t.at(code)
		if !ok {
			return
		}
		for i := t.parent[at]; i >= 0; i = t.parent[i] {
			if !yield(t.units[i]) {
				return
			}
		}
	}
}

// Level yields the units of a level in the order of [Tree.All]; none for an
// unknown level.
func (t *Tree) Level(level string) iter.Seq[Unit] {
	return func(yield func(Unit) bool) {
		for u := range t.All() {
			if u.Level == level && !yield(u) {
				return
			}
		}
	}
}

// All yields the units breadth first, the root first and siblings by code.
func (t *Tree) All() iter.Seq[Unit] {
	return func(yield func(Unit) bool) {
		if t == nil {
			return
		}
		for _, u := range t.units {
			if !yield(u) {
				return
			}
		}
	}
}

// Equal reports whether both trees have the same levels and units.
func (t *Tree) Equal(o *Tree) bool {
	if t == o {
		return true
	}
	if t == nil || o == nil {
		return false
	}
	return slices.Equal(t.levels, o.levels) && slices.Equal(t.units, o.units)
}

// Index returns the index of the unit with the code, its place in the order of
// [Tree.All] from 0 on, and whether the tree has it. Programs that run over many
// columns look codes up once and then use [Tree.UnitAt], [Column.FigureAt] and
// the like, which take no time to search and allocate nothing.
func (t *Tree) Index(code string) (int, bool) { return t.at(code) }

// UnitAt returns the unit with the index, the zero Unit for an index that no unit
// has.
func (t *Tree) UnitAt(i int) Unit {
	if !t.has(i) {
		return Unit{}
	}
	return t.units[i]
}

// ParentAt returns the index of the parent of the unit with the index, −1 for the
// root and for an index that no unit has.
func (t *Tree) ParentAt(i int) int {
	if !t.has(i) {
		return -1
	}
	return int(t.parent[i])
}

// ChildrenAt returns the indices of the children of the unit with the index, from
// first up to end: siblings are next to each other, by code. Both are 0 for an
// index that no unit has.
func (t *Tree) ChildrenAt(i int) (first, end int) {
	if !t.has(i) {
		return 0, 0
	}
	return t.family(i)
}

// has reports whether a unit has the index.
func (t *Tree) has(i int) bool { return i >= 0 && i < t.Len() }

// Role says whether a unit counts towards its parent.
type Role uint8

const (
	Member   Role = iota // counts towards its parent
	Memo                 // an "of which": Shenzhen inside Guangdong; shown, never summed
	Residual             // what the parent has and no child covers
)

var roleWords = enum.New[Role]("role", target.UnknownError, []string{
	Member: "member", Memo: "memo", Residual: "residual",
})

// String returns the role in lower case, "unknown" for a number that is no role.
func (r Role) String() string { return roleWords.String(r) }

// MarshalText returns the role in lower case, and an error if it is none of the
// constants.
func (r Role) MarshalText() ([]byte, error) { return roleWords.Marshal(r) }

// UnmarshalText reads a role as String prints it, and returns an error for any
// other text.
func (r *Role) UnmarshalText(text []byte) error { return roleWords.Unmarshal(r, text) }

// build makes a tree, or gathers what is wrong with it.
func build(levels []string, units []Unit, problems *target.Problems) *Tree {
	b := builder{levels: levels, units: units, problems: problems}
	b.nameLevels()
	if len(units) == 0 {
		problems.At("units").Required(false, "give at least the root")
		return nil
	}
	if !problems.At("units").Count(len(units), 1, math.MaxInt32-1) {
		return nil
	}

	n := len(units)
	b.index()
	b.parent = make([]int32, n)
	b.level = make([]int32, n)
	b.enter()
	root := b.link()
	if root < 0 {
		return nil
	}

	t := b.tree(root)
	if t.Len() < n {
		b.cycles()
	}
	if problems.Len() > 0 {
		return nil
	}
	return t
}

// builder turns units in input order into a tree. Its slices are by input
// position.
type builder struct {
	levels   []string
	units    []Unit
	depth    map[string]int32 // of the levels by name
	codes    codeTable        // of the units
	keys     []codeKey        // of the units
	twice    []int32          // units whose code an earlier one has, ascending
	invalid  []int32          // units whose code is none, ascending
	marked   bool             // some code begins with a byte-order mark
	room     []codeSlot       // for sorting
	parent   []int32          // −1: none, or not known
	level    []int32          // −1: not known
	problems *target.Problems
}

// byteOrderMark is what some programs write at the beginning of a text, and so
// before the first code of a table.
const byteOrderMark = "\ufeff"

const withoutMark = "remove the byte-order mark (BOM) before it: save the file as UTF-8 without BOM"

// nameLevels checks the names of the levels and numbers them.
func (b *builder) nameLevels() {
	at := b.problems.At("levels")
	at.Required(len(b.levels) > 0, "name the levels, highest first")
	b.depth = make(map[string]int32, len(b.levels))
	for i, name := range b.levels {
		place := at.Index(i)
		switch _, twice := b.depth[name]; {
		case name == "":
			place.Required(false, "give every level a name")
		case strings.HasPrefix(name, byteOrderMark):
			place.Report(name, target.ErrInvalid, withoutMark)
		case !utf8.ValidString(name):
			place.Report(name, target.ErrInvalid, "levels must be UTF-8")
		case twice:
			place.Duplicate(name)
		}
		b.depth[name] = int32(i)
	}
}

// at returns the place of a field of a unit.
func (b *builder) at(i int, field string) target.Place {
	return b.problems.At("units").Key(b.units[i].Code).Field(field)
}

// index makes the table of the codes and notes which of them are given twice or are
// no codes. Whatever needs the bytes of a code is done in its one pass, since the
// codes of units in random order are scattered in memory.
func (b *builder) index() {
	n := len(b.units)
	b.keys = make([]codeKey, n)
	b.codes = newCodes(n)
	for i := range b.units {
		code := b.units[i].Code
		b.codes.slots[i] = codeSlot{b.codes.hash(code), int32(i)}
		b.keys[i] = keyOf(code)
		marked := strings.HasPrefix(code, byteOrderMark)
		if code == "" || marked || !utf8.ValidString(code) {
			b.invalid = append(b.invalid, int32(i))
		}
		b.marked = b.marked || marked
	}
	b.room = b.codes.open()
	b.twice = b.codes.duplicates(b.units)
}

// enter checks each unit by itself.
func (b *builder) enter() {
	var name string
	level := int32(-1)
	twice, invalid := b.twice, b.invalid
	for i := range b.units {
		u := &b.units[i]
		if len(twice) > 0 && twice[0] == int32(i) {
			if twice = twice[1:]; u.Code != "" {
				b.at(i, "code").Report(u.Code, target.ErrDuplicate, "give each unit a code of its own")
			}
		}
		if len(invalid) > 0 && invalid[0] == int32(i) {
			invalid = invalid[1:]
			b.code(i)
		}
		if !utf8.ValidString(u.Name) {
			b.at(i, "name").Report(u.Name, target.ErrInvalid, "names must be UTF-8")
		}

		if i == 0 || u.Level != name {
			name = u.Level
			at, known := b.depth[name]
			if level = at; !known {
				level = -1
			}
		}
		if b.level[i] = level; level < 0 {
			b.unknownLevel(i)
		}
		if !roleWords.Known(u.Role) {
			b.at(i, "role").Add(roleWords.Check(u.Role))
		}
	}
}

// code reports a code that is none.
func (b *builder) code(i int) {
	u := &b.units[i]
	if u.Code != "" {
		b.at(i, "code").Code(u.Code)
		return
	}
	if !b.problems.Full() {
		b.at(i, "code").Required(false, "give each unit a code; "+describe(*u)+" has none")
	}
}

// describe says which unit without a code is meant.
func describe(u Unit) string {
	text := "a unit"
	if u.Name != "" {
		text = "the unit " + quote(u.Name)
	}
	if u.Level != "" {
		text += " of level " + quote(u.Level)
	}
	if u.Parent != "" {
		text += " under " + quote(u.Parent)
	}
	return text
}

func (b *builder) unknownLevel(i int) {
	at, level := b.at(i, "level"), b.units[i].Level
	_, marked := b.depth[strings.TrimPrefix(level, byteOrderMark)]
	switch {
	case level == "":
		at.Required(false, "name the level of the unit")
	case marked:
		at.Report(level, target.ErrUnknown, withoutMark)
	default:
		at.Unknown(level, b.levels...)
	}
}

// link resolves the parents and returns the root, or −1.
func (b *builder) link() int32 {
	b.findParents()
	root := int32(-1)
	var inverted []int // units that are not below their parents
	below := 0         // units that are
	for i := range b.units {
		if b.units[i].Parent == "" {
			root = b.takeRoot(i, root)
			continue
		}
		switch parent := b.parent[i]; {
		case parent < 0:
			b.unknownParent(i)
		case parent == int32(i) || b.level[i] < 0 || b.level[parent] < 0:
			// A cycle or an unknown level, reported as such.
		case b.level[i] > b.level[parent]:
			below++
		default:
			inverted = append(inverted, i)
		}
	}

	b.reportInverted(inverted, below)
	b.problems.At("units").Required(root >= 0, "one unit, the root, must have no parent")
	return root
}

// findParents finds the parent of each unit, −1 if it has none. It looks the codes up
// in the order of the table, since random places of a large table are slow to read.
func (b *builder) findParents() {
	const asBefore = -2 // the same parent as the unit before
	var code string
	pending := make([]codeSlot, 0, len(b.units))
	for i := range b.units {
		parent := b.units[i].Parent
		switch {
		case parent == "":
			b.parent[i] = -1
		case parent == code:
			b.parent[i] = asBefore
		default:
			pending = append(pending, codeSlot{b.codes.hash(parent), int32(i)})
		}
		code = parent
	}

	pending, _ = b.codes.sort(pending, b.room[:len(pending)])
	for _, s := range pending {
		code := b.units[s.unit].Parent
		at := b.codes.findHash(s.hash, code, b.units)
		if at < 0 {
			at = b.find(code)
		}
		b.parent[s.unit] = at
	}
	for i, parent := range b.parent {
		if parent == asBefore {
			b.parent[i] = b.parent[i-1]
		}
	}
}

// takeRoot takes a unit without a parent as the root, if there is none yet.
func (b *builder) takeRoot(i int, root int32) int32 {
	if u := b.units[i]; u.Role != Member && roleWords.Known(u.Role) {
		b.at(i, "role").Report(u.Role.String(), target.ErrInvalid, "the root must be a member")
	}
	if root < 0 {
		return int32(i)
	}
	b.at(i, "parent").Report(
		nil, target.ErrRequired, "only the root has no parent, and "+quote(b.units[root].Code)+" has none",
	)
	return root
}

// find returns the position of a unit, or −1. A code is found with a byte-order
// mark before it, which was reported.
func (b *builder) find(code string) int32 {
	at := b.codes.find(code, b.units)
	if at < 0 && b.marked {
		at = b.codes.find(byteOrderMark+code, b.units)
	}
	return at
}

func (b *builder) unknownParent(i int) {
	at, parent := b.at(i, "parent"), b.units[i].Parent
	bare := strings.TrimPrefix(parent, byteOrderMark)
	switch {
	case bare != parent && b.find(bare) >= 0:
		at.Report(parent, target.ErrUnknown, withoutMark)
	case b.find(strings.TrimSpace(bare)) >= 0:
		at.Report(parent, target.ErrUnknown, "remove the spaces around it")
	default:
		at.Report(parent, target.ErrUnknown, "must be the code of a unit of the tree")
	}
}

// reportInverted reports units that are not below their parents. If no unit is, the
// levels are in the wrong order, which is one problem.
func (b *builder) reportInverted(inverted []int, below int) {
	if len(inverted) > 0 && below == 0 && len(b.levels) > 1 {
		if i := inverted[0]; b.level[i] < b.level[b.parent[i]] {
			b.problems.At("levels").Report(nil, target.ErrInvalid, fmt.Sprintf(
				"give the highest level first: no unit is below its parent, as %s of level %s under %s of level %s",
				quote(b.units[i].Code), quote(b.units[i].Level),
				quote(b.units[i].Parent), quote(b.units[b.parent[i]].Level),
			))
			return
		}
	}
	for _, i := range inverted {
		if !b.problems.Full() {
			b.at(i, "level").Report(
				b.units[i].Level, target.ErrInvalid,
				"must be a level below that of its parent, "+quote(b.units[b.parent[i]].Level),
			)
		}
	}
}

// cycles reports the cycles among the units that the root does not reach.
func (b *builder) cycles() {
	const (
		unseen = iota
		walked
		done
	)
	state := make([]uint8, len(b.units))
	for i := range b.units {
		at := int32(i)
		for at >= 0 && state[at] == unseen {
			state[at] = walked
			at = b.parent[at]
		}
		if at >= 0 && state[at] == walked {
			b.at(int(at), "parent").Report(b.units[at].Parent, target.ErrCycle, "break the cycle "+b.cycle(at))
		}
		for at = int32(i); at >= 0 && state[at] == walked; at = b.parent[at] {
			state[at] = done
		}
	}
}

// cycle prints the cycle through a unit, at most ten units of it.
func (b *builder) cycle(at int32) string {
	var s strings.Builder
	s.WriteString(quote(b.units[at].Code))
	for i, next := 1, b.parent[at]; ; i, next = i+1, b.parent[next] {
		s.WriteString(" under ")
		if i == 10 && next != at {
			s.WriteString("… under ")
			next = at
		}
		s.WriteString(quote(b.units[next].Code))
		if next == at {
			return s.String()
		}
	}
}

// tree numbers the units that the root reaches breadth first, siblings by code.
func (b *builder) tree(root int32) *Tree {
	n := len(b.units)
	t := &Tree{
		levels: slices.Clone(b.levels),
		level:  append(make([]int32, 0, n), b.level[root]),
		parent: append(make([]int32, 0, n), -1),
		first:  make([]int32, 0, n+1),
		codes:  b.codes,
	}

	start, children := b.families()
	order := append(make([]int32, 0, n), root) // input positions
	var room []sibling
	for at := 0; at < len(order); at++ {
		t.first = append(t.first, int32(len(order)))
		siblings := children[start[order[at]]:start[order[at]+1]]
		room = b.byCode(siblings, room)
		order = append(order, siblings...)
		for _, i := range siblings {
			t.level = append(t.level, b.level[i])
			t.parent = append(t.parent, int32(at))
		}
	}
	t.first = append(t.first, int32(len(order)))
	b.number(t, order, start[:n])
	return t
}

// number gives a tree its units, whose input positions are given in its order. The
// room has a place for each unit.
func (b *builder) number(t *Tree, order, room []int32) {
	t.roles = make([]Role, len(order))
	if len(order) == len(b.units) && slices.IsSorted(order) { // the input is in the order of the tree
		t.units = slices.Clone(b.units)
		for at := range t.units {
			t.roles[at] = t.units[at].Role
		}
		return
	}

	t.units = make([]Unit, len(order))
	for at, i := range order {
		u := &b.units[i]
		t.units[at], t.roles[at] = *u, u.Role
		room[i] = int32(at)
	}
	t.codes.renumber(room)
}

// families returns the input positions of all children, family by family, and
// where those of the unit at each position begin.
func (b *builder) families() (start, children []int32) {
	n := len(b.units)
	start = make([]int32, n+2) // of the unit before, until all children are entered
	for _, p := range b.parent {
		if p >= 0 {
			start[p+2]++
		}
	}
	for i := range n {
		start[i+2] += start[i+1]
	}

	children = make([]int32, start[n+1])
	for i, p := range b.parent {
		if p >= 0 {
			children[start[p+1]] = int32(i)
			start[p+1]++
		}
	}
	return start[:n+1], children
}

// sibling is a unit as siblings are sorted: eight bytes of its code, after those
// that all siblings have in common, and its input position.
type sibling struct {
	key uint64
	at  int32
}

// byCode sorts siblings by their codes, in room that is used again.
func (b *builder) byCode(siblings []int32, room []sibling) []sibling {
	if b.inOrder(siblings) {
		return room
	}

	common := b.common(siblings)
	room = room[:0]
	for _, i := range siblings {
		key := b.keys[i].after(common)
		if common >= longestKey {
			key = keyOf(b.units[i].Code[common:]).high
		}
		room = append(room, sibling{key, i})
	}
	slices.SortFunc(room, func(x, y sibling) int {
		if x.key != y.key {
			return cmp.Compare(x.key, y.key)
		}
		return strings.Compare(b.units[x.at].Code, b.units[y.at].Code)
	})

	for k, s := range room {
		siblings[k] = s.at
	}
	return room
}

func (b *builder) inOrder(siblings []int32) bool {
	for k := 1; k < len(siblings); k++ {
		x, y := siblings[k-1], siblings[k]
		c := b.keys[x].compare(b.keys[y])
		if c > 0 || c == 0 && b.units[x].Code > b.units[y].Code {
			return false
		}
	}
	return true
}

// common returns how many bytes the codes of siblings begin with in common.
func (b *builder) common(siblings []int32) int {
	first := b.keys[siblings[0]]
	var differ codeKey
	for _, i := range siblings {
		differ.high |= b.keys[i].high ^ first.high
		differ.low |= b.keys[i].low ^ first.low
	}
	switch {
	case differ.high != 0:
		return bits.LeadingZeros64(differ.high) / 8
	case differ.low != 0:
		return 8 + bits.LeadingZeros64(differ.low)/8
	}

	common := b.units[siblings[0]].Code
	for _, i := range siblings {
		common = common[:commonLen(common, b.units[i].Code)]
	}
	return len(common)
}

// commonLen returns how many bytes two codes begin with in common.
func commonLen(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// codeKey is how a code begins: sixteen bytes, zeros after the end of a shorter one.
// If two keys differ, their codes have the same order.
type codeKey struct{ high, low uint64 }

// longestKey is how many bytes of a code a key has.
const longestKey = 16

func keyOf(code string) codeKey {
	var key [longestKey]byte
	copy(key[:], code)
	return codeKey{binary.BigEndian.Uint64(key[:8]), binary.BigEndian.Uint64(key[8:])}
}

func (k codeKey) compare(o codeKey) int {
	if k.high != o.high {
		return cmp.Compare(k.high, o.high)
	}
	return cmp.Compare(k.low, o.low)
}

// after returns eight bytes after the first n, zeros beyond the end.
func (k codeKey) after(n int) uint64 {
	if n >= 8 {
		return k.low << (8 * (n - 8))
	}
	return k.high<<(8*n) | k.low>>(64-8*n)
}

// codeTable finds units by their codes. It is a list of their positions in a list of
// units, which the caller keeps, sorted by bucket. A bucket is the upper bits of a
// hash. The table needs a fifth of the memory of a map.
type codeTable struct {
	seed  maphash.Seed
	width int        // of the number of a bucket, in bits
	start []int32    // of the buckets; one more than there are
	slots []codeSlot // within a bucket by position
}

type codeSlot struct {
	hash uint32
	unit int32 // position
}

// newCodes returns a table for n codes, two to four of them a bucket. The caller sets
// the slots and opens the table.
func newCodes(n int) codeTable {
	width := bits.Len(uint(n / 4))
	return codeTable{maphash.MakeSeed(), width, make([]int32, 1<<width+1), make([]codeSlot, n)}
}

func (c codeTable) hash(code string) uint32 { return uint32(maphash.String(c.seed, code) >> 32) }

func (c codeTable) bucket(hash uint32) uint32 { return hash >> (32 - c.width) }

// open makes a table ready, and returns room for as many slots as it has.
func (c *codeTable) open() (room []codeSlot) {
	c.slots, room = c.sort(c.slots, make([]codeSlot, len(c.slots)))
	for _, s := range c.slots {
		c.start[c.bucket(s.hash)+1]++
	}
	for i := 1; i < len(c.start); i++ {
		c.start[i] += c.start[i-1]
	}
	return room
}

// sort sorts slots by bucket, in their order within a bucket. It returns the sorted
// slots and the room that is left; each may be either argument.
func (c codeTable) sort(slots, room []codeSlot) (sorted, left []codeSlot) {
	const most = 10 // bits of a bucket that one pass sorts by
	for low := 0; low < c.width; low += most {
		shift := 32 - c.width + low
		mask := uint32(1)<<min(most, c.width-low) - 1
		var start [1 << most]int32
		for _, s := range slots {
			start[s.hash>>shift&mask]++
		}
		sum := int32(0)
		for i, count := range start[:mask+1] {
			start[i] = sum
			sum += count
		}
		for _, s := range slots {
			at := &start[s.hash>>shift&mask]
			room[*at] = s
			*at++
		}
		slots, room = room, slots
	}

	return slots, room
}

// duplicates returns the units whose code an earlier one has, ascending.
func (c codeTable) duplicates(units []Unit) []int32 {
	var twice []int32
	for i := 1; i < len(c.slots); i++ {
		s := c.slots[i]
		first := int(c.start[c.bucket(s.hash)])
		for j := i - 1; j >= first; j-- {
			if c.slots[j].hash == s.hash && units[c.slots[j].unit].Code == units[s.unit].Code {
				twice = append(twice, s.unit)
				break
			}
		}
	}
	slices.Sort(twice)
	return twice
}

// find returns the position of the unit with a code, of several units the last one,
// and −1 if there is none.
func (c codeTable) find(code string, units []Unit) int32 {
	if len(c.slots) == 0 {
		return -1
	}
	return c.findHash(c.hash(code), code, units)
}

func (c codeTable) findHash(hash uint32, code string, units []Unit) int32 {
	bucket := c.bucket(hash)
	slots := c.slots[c.start[bucket]:c.start[bucket+1]]
	for i := len(slots) - 1; i >= 0; i-- {
		if s := slots[i]; s.hash == hash && units[s.unit].Code == code {
			return s.unit
		}
	}
	return -1
}

// finder finds units of a tree by codes that come one after another. Codes in the order
// of the tree are found without the table, whose places are scattered in memory.
type finder struct {
	tree *Tree
	next int  // the place after that of the last code
	runs bool // the last two codes were neighbours
}

// at returns the place of a unit.
func (f *finder) at(code string) (int, bool) {
	if f.runs && f.next < len(f.tree.units) && f.tree.units[f.next].Code == code {
		f.next++
		return f.next - 1, true
	}

	at, ok := f.tree.at(code)
	f.runs = ok && at == f.next
	f.next = at + 1
	return at, ok
}

// renumber replaces each position by its place.
func (c codeTable) renumber(place []int32) {
	for i := range c.slots {
		c.slots[i].unit = place[c.slots[i].unit]
	}
}
