package acceptance_test

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"regexp"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// million is a number of a million digits.
var million = sync.OnceValue(func() *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(1_000_000), nil)
})

// outlaws are figures that are out of bounds wherever they stand.
var outlaws = sync.OnceValue(func() []decimal.Decimal {
	return []decimal.Decimal{
		decimal.New(1, 2_000_000_000), decimal.New(1, -2_000_000_000), decimal.New(-1, 2_000_000_000),
		decimal.New(1, math.MaxInt32), decimal.New(7, math.MinInt32),
		decimal.NewFromBigInt(million(), 0), decimal.NewFromBigInt(million(), -1_000_000),
		decimal.New(1, 100), decimal.New(1, -101),
	}
})

// extremes are figures that are in bounds, though far from what is meant.
var extremes = sync.OnceValue(func() []decimal.Decimal {
	all := new(big.Int).Exp(big.NewInt(10), big.NewInt(200), nil)
	all.Sub(all, big.NewInt(1))
	return []decimal.Decimal{
		{},
		decimal.New(0, 2_000_000_000), decimal.New(0, math.MinInt32), num("-1"), num("1"), num("0.00"),
		decimal.New(1, 99), decimal.New(-1, 99), decimal.New(1, -100), decimal.NewFromBigInt(all, -100),
		decimal.NewFromBigInt(new(big.Int).Neg(all), -100), decimal.New(math.MaxInt64, 0),
		decimal.New(math.MinInt64, 0), num("0.333333333333333333"),
	}
})

// long is a text of 1 MiB.
var long = sync.OnceValue(func() string { return strings.Repeat("長", 1<<20/3) })

// replacements are what a value of a type is replaced by, each with whether it
// is out of bounds in any place where it counts.
func replacements(t reflect.Type) (out []reflect.Value, outlaw int) {
	add := func(v any) { out = append(out, reflect.ValueOf(v).Convert(t)) }
	switch t {
	case reflect.TypeFor[decimal.Decimal]():
		for _, d := range outlaws() {
			add(d)
		}
		outlaw = len(out)
		for _, d := range extremes() {
			add(d)
		}
		return out, outlaw

	case reflect.TypeFor[decimal.NullDecimal]():
		for _, d := range outlaws() {
			add(decimal.NewNullDecimal(d))
		}
		outlaw = len(out)
		for _, d := range extremes() {
			add(decimal.NewNullDecimal(d))
		}
		add(decimal.NullDecimal{})
		add(decimal.NullDecimal{Decimal: decimal.New(1, 2_000_000_000)})
		return out, outlaw

	case reflect.TypeFor[target.Period]():
		for _, p := range []target.Period{
			{}, target.Year(1), target.Year(9999), target.Years(1, 9999), target.Month(2015, time.December),
		} {
			add(p)
		}
		return out, 0

	case reflect.TypeFor[target.Precision]():
		for _, n := range []int32{0, 1, 30, 31, -1, math.MaxInt32, math.MinInt32} {
			add(target.Places(n))
		}
		add(target.Precision{})
		return out, 0
	}

	switch t.Kind() {
	case reflect.String:
		for _, s := range []string{"", "\xff\xfe", "\x00", long(), "2015-13-45", "-", "\u202e", "00", "11"} {
			add(s)
		}
	case reflect.Int, reflect.Int32, reflect.Int64:
		for _, n := range []int64{0, -1, 1, 2, math.MaxInt32, math.MinInt32, 100_000} {
			add(n)
		}
		if t.Bits() == 64 {
			add(int64(math.MaxInt64))
			add(int64(math.MinInt64))
		}

	case reflect.Uint64:
		add(uint64(math.MaxUint64))
	case reflect.Uint8:
		for n := range uint8(12) {
			add(n)
		}
		add(uint8(255))

	case reflect.Float64:
		for _, f := range []float64{
			math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64,
			0, -1,
		} {
			add(f)
		}

	case reflect.Bool:
		add(true)
		add(false)
	case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice, reflect.Func:
		out = append(out, reflect.Zero(t))
	}

	return out, 0
}

// visit calls f for every part of v that can be replaced, with a path. Of a long slice
// it takes the first two parts and the last, of a map the first and the last. What f
// changes inside an interface or a map is written back. It ends when f returns true.
func visit(v reflect.Value, path string, f func(path string, v reflect.Value) bool) bool {
	if f(path, v) {
		return true
	}

	switch v.Kind() {
	case reflect.Pointer:
		return !v.IsNil() && visit(v.Elem(), path, f)
	case reflect.Interface:
		if v.IsNil() {
			return false
		}
		inside := reflect.New(v.Elem().Type()).Elem()
		inside.Set(v.Elem())
		if inside.Kind() == reflect.Pointer || !visit(inside, path+"("+inside.Type().Name()+")", f) {
			return false
		}
		v.Set(inside)
		return true

	case reflect.Struct:
		switch v.Interface().(type) {
		case decimal.Decimal, decimal.NullDecimal, target.Period, target.Precision:
			return false
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && visit(v.Field(i), path+"."+v.Type().Field(i).Name, f) {
				return true
			}
		}

	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if i > 1 && i < v.Len()-1 {
				continue
			}
			if visit(v.Index(i), fmt.Sprintf("%s[%d]", path, i), f) {
				return true
			}
		}

	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for i, k := range keys {
			if i > 0 && i < len(keys)-1 {
				continue
			}
			inside := reflect.New(v.Type().Elem()).Elem()
			inside.Set(v.MapIndex(k))
			if visit(inside, fmt.Sprintf("%s[%q]", path, k), f) {
				v.SetMapIndex(k, inside)
				return true
			}
		}
	}

	return false
}

// misshapen are other lengths of a slice and other keys of a map.
func misshapen(v reflect.Value) map[string]func(reflect.Value) {
	out := map[string]func(reflect.Value){}
	switch v.Kind() {
	case reflect.Slice:
		out["shorter"] = func(v reflect.Value) {
			if v.Len() > 0 {
				v.Set(v.Slice(0, v.Len()-1))
			}
		}
		out["twice"] = func(v reflect.Value) { v.Set(reflect.AppendSlice(v.Slice3(0, v.Len(), v.Len()), v)) }
		out["longer"] = func(v reflect.Value) { v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem()))) }
		out["empty"] = func(v reflect.Value) { v.Set(reflect.MakeSlice(v.Type(), 0, 0)) }
	case reflect.Map:
		for name, key := range map[string]string{"long": long(), "not UTF-8": "\xff\xfe", "no": ""} {
			out[name+" key"] = func(v reflect.Value) {
				if v.IsNil() {
					v.Set(reflect.MakeMap(v.Type()))
				}
				v.SetMapIndex(reflect.ValueOf(key), reflect.Zero(v.Type().Elem()))
			}
		}
	}

	return out
}

// change is one hostile change of the arguments of an operation.
type change struct {
	path   string // which part
	of     reflect.Type
	what   string
	outlaw bool
	apply  func(reflect.Value)
}

// changes lists all hostile changes of the arguments.
func changes(args any) []change {
	var all []change
	visit(reflect.ValueOf(args).Elem(), "", func(path string, v reflect.Value) bool {
		if !v.CanSet() {
			return false
		}
		values, outlaw := replacements(v.Type())
		for i, x := range values {
			all = append(all, change{
				path, v.Type(), fmt.Sprintf("value %d of %s", i, v.Type()), i < outlaw,
				func(v reflect.Value) { v.Set(x) },
			})
		}
		for what, apply := range misshapen(v) {
			all = append(all, change{path, v.Type(), what, false, apply})
		}
		return false
	})
	return all
}

// mutate applies a change to arguments of the same making.
func (c change) mutate(args any) {
	visit(reflect.ValueOf(args).Elem(), "", func(path string, v reflect.Value) bool {
		if path != c.path || v.Type() != c.of { // a pointer shares its path with what it points to
			return false
		}
		c.apply(v)
		return true
	})
}

const (
	longest = 4000     // bytes of an error's text
	most    = 64 << 20 // bytes that one call may allocate beside what it is given
	patient = 2 * time.Minute
)

// allocated returns how many bytes were ever allocated.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// watch runs one call, and reports a panic, an error text that is too long and
// memory out of proportion. A call that does not come back ends the test run.
func watch(t *testing.T, name string, memory uint64, call func() (any, error)) (v any, err error) {
	t.Helper()
	timer := time.AfterFunc(patient, func() { panic("no answer: " + name) })
	defer timer.Stop()
	defer func() {
		if r := recover(); r != nil {
			stack := make([]byte, 4<<10)
			t.Errorf("%s panicked: %v\n%s", name, r, stack[:runtime.Stack(stack, false)])
		}
	}()

	before := allocated()
	v, err = call()
	if used := allocated() - before; used > memory {
		t.Errorf("%s allocated %d MiB", name, used>>20)
	}

	if err != nil {
		if text := err.Error(); len(text) > longest {
			t.Errorf("%s: an error of %d bytes: %.200s…", name, len(text), text)
		}
		if !slices.ContainsFunc(sentinels, func(s error) bool { return errors.Is(err, s) }) {
			t.Errorf("%s: an error that matches no sentinel: %v", name, err)
		}
	}

	return v, err
}

var full = flag.Bool("full", false, "make every hostile change, not one in 31, and turn every switch alone")

// chosen reports whether this run makes the i-th hostile change. The stride is a
// prime, so that every kind of change occurs at some place.
func chosen(i int) bool { return *full || i%31 == 0 }

// TestHostileValues puts hostile values into every part of the arguments of every
// operation. The answer is an error or a result, in bounded memory, and never a panic.
// Where a figure out of bounds counts it is an error.
func TestHostileValues(t *testing.T) {
	if racing {
		t.Skip("nothing happens at the same time")
	}
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			for i, c := range changes(op.args()) {
				if !chosen(i) {
					continue
				}
				args := op.args()
				c.mutate(args)
				_, err := watch(t, op.name+c.path+" "+c.what, max(most, op.memory), func() (any, error) {
					return op.run(args)
				})
				if err == nil && c.outlaw && !unused(op.name, c.path) {
					t.Errorf("%s%s: no error for %s", op.name, c.path, c.what)
				}
			}
		})
	}
}

// sentinels are what every error matches one of.
var sentinels = []error{
	target.ErrRequired, target.ErrUnknown, target.ErrDuplicate, target.ErrInvalid, target.ErrRange, target.ErrMismatch,
	target.ErrMissing, target.ErrCycle, target.ErrKind, target.ErrQuantum, target.ErrInfeasible, target.ErrBroken,
}

// idle are figures that an operation is given and does not use, and those of
// functions that return no error.
var idle = regexp.MustCompile(strings.Join([]string{
	`^target\.AgendaChange\.`, `^target\.Meets\.`, // no errors
	`^target\.Problems\.`, // its errors are its results
	`^progress\.TrackTrend/.*\.Target\.(Value|Upper|Tolerance)$`, // goes by the indicator only
	`^response\.Analyse\.Change\.`,                               // goes by the date and by what happened
	// of other methods: those of their own are tested below
	`^hierarchy\.(Cascade|Plan\.Convert)/.*\.(Share|Steps\[\d\])$`,
	`^hierarchy\.(Method|Plan)\.(Target|Share|Steps|Stretch|Reserve)`,
	`^hierarchy\.(RollUp/.*|Repeat|StructureEffects)\.(Tree\.)?One$`, `^hierarchy\.(Repeat|ColumnBuilder)\.Tree\.Basis`,
	`^hierarchy\.ColumnBuilder\.Tree\.One$`, `^hierarchy\.StructureEffects\.Tree\.Figures`, `^hierarchy\.Tree\.Basis`,
}, "|"))

// unused reports whether a figure does not count in an operation.
func unused(name, path string) bool {
	switch {
	case strings.HasSuffix(path, ".Share") && (strings.HasSuffix(name, "converge") ||
		strings.HasSuffix(name, "negotiated") || strings.HasSuffix(name, "blend")),
		strings.Contains(path, ".Steps[") && strings.HasSuffix(name, "bands"):
		return false
	}
	return idle.MatchString(name + path)
}
