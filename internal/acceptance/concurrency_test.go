package acceptance_test

import (
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/target"
)

// sharing is what goroutines do with the same values: build makes them, afresh
// each time, and returns the calls that use them.
type sharing struct {
	name  string
	build func() ([]call, error)
}

// call is one use of a value.
type call struct {
	name string
	do   func() any
}

func fallible[V any](name string, do func() (V, error)) call {
	return call{name, func() any {
		v, err := do()
		if err != nil {
			return err
		}
		return v
	}}
}

// TestConcurrentUse gives the same values to several goroutines, which make every call.
// One goroutine alone then makes the calls on other values of the same making, and must
// get the same. These are made afterwards, so that nothing is warm when the goroutines
// begin. The race detector finds what is written then.
//
// The detector does not find a write where one goroutine has heard of another
// meanwhile, for example through a pool of the standard library. Therefore, under
// the detector, they wait for each other before every call, half of them one call
// ahead. Each wait has a channel of its own: a lock that all waits share would
// tell the late ones what the early ones have done since.
func TestConcurrentUse(t *testing.T) {
	goroutines := 2
	if racing {
		goroutines = 4
	}
	for _, s := range shared() {
		t.Run(s.name, func(t *testing.T) {
			calls, err := s.build()
			if err != nil {
				t.Fatal(err)
			}

			got := make([][]string, goroutines)
			wait := meetings(len(calls), goroutines)
			var group sync.WaitGroup
			for g := range got {
				got[g] = make([]string, len(calls))
				group.Go(func() {
					for i := range calls {
						next := (i + g%2) % len(calls)
						if racing {
							wait(i)
						}
						got[g][next] = text(calls[next].do())
					}
				})
			}
			group.Wait()

			calls, err = s.build()
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range calls {
				want := text(c.do())
				for g := range got {
					for old, now := range lines(want, got[g][i]) {
						t.Errorf("%s: goroutine %d got %s, want %s", c.name, g, now, old)
					}
				}
			}
		})
	}
}

// meetings returns a function that waits until as many goroutines as are told
// have called it for the i-th of n meetings.
func meetings(n, goroutines int) (wait func(i int)) {
	arrived, open := make([]atomic.Int32, n), make([]chan struct{}, n)
	for i := range open {
		open[i] = make(chan struct{})
	}
	return func(i int) {
		if int(arrived[i].Add(1)) == goroutines {
			close(open[i])
		}
		<-open[i]
	}
}

// shared are the arguments and results of every operation. Beside them are
// values of every type with more in it than shows, made and not used before, and
// what operations make on the way.
func shared() []sharing {
	var all []sharing
	for _, op := range operations() {
		all = append(all, sharing{op.name, func() ([]call, error) {
			args := op.args()
			result, err := op.run(op.args())
			if err != nil {
				return nil, err
			}
			calls := append(methods(result), call{"all", func() any { return result }})
			if _, ok := args.(*planArgs); !ok { // those are shared more narrowly below
				calls = append(calls, fallible("run", func() (any, error) { return op.run(args) }))
			}
			return calls, nil
		}})
	}
	return append(
		all, sharedAgenda(), sharedMethods(), sharedColumns(), sharedPlans(), sharedCrosswalk(), sharedShapes(),
		sharedEvaluator(), sharedComposites(), sharedRegions(), sharedSets(), sharedTable(), sharedBallots(),
	)
}

// methods are calls of every method of the values that a result leads to, of
// two values of each type.
func methods(result any) []call {
	var calls []call
	seen := map[reflect.Type]int{}
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		if v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
			return
		}

		if of := v.Type(); ours(of) && seen[of] < 2 {
			seen[of]++
			for i := range of.NumMethod() {
				if name := of.Method(i).Name; !strings.HasPrefix(name, "Unmarshal") {
					calls = append(calls, uses(of.String()+"."+name, v.Method(i), v)...)
				}
			}
		}

		switch v.Kind() {
		case reflect.Pointer:
			walk(v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(v.Field(i))
				}
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			for _, x := range v.Seq2() {
				walk(x)
			}
		}
	}

	walk(reflect.ValueOf(result))
	return calls
}

// ours reports whether a type is one of this module's, or a pointer to one. Plain
// words and numbers do not count: each goroutine has its own.
func ours(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer:
		t = t.Elem()
	case reflect.Uint8:
		return false
	}
	if t == reflect.TypeFor[target.Period]() {
		return false
	}
	return strings.HasPrefix(t.PkgPath(), module)
}

// words are what methods with a parameter of type string are asked for: codes,
// names and dates of the operations. Two that are asked for together stand side
// by side.
var words = []string{
	"44", "1101", "340000", "Anhui", "Jiangsu", "output", "Memphis", "Nashville", "plan-13", "2012", "2016-12-31",
}

// uses are calls of one method, as many as there are choices for one of its
// parameters.
func uses(name string, method, receiver reflect.Value) []call {
	most := 1
	choices := make([][]reflect.Value, method.Type().NumIn())
	for i := range choices {
		choices[i] = arguments(method.Type().In(i), receiver)
		most = max(most, len(choices[i]))
	}

	var calls []call
	for n := range most {
		var in []reflect.Value
		for i, c := range choices {
			in = append(in, c[(n+i)%len(c)])
		}
		calls = append(calls, call{name, func() any {
			var results []any
			invoke := method.Call
			if method.Type().IsVariadic() {
				invoke = method.CallSlice
			}
			for _, r := range invoke(in) {
				results = append(results, r.Interface())
			}
			return results
		}})
	}

	return calls
}

// arguments are what a parameter of a type may be.
func arguments(t reflect.Type, receiver reflect.Value) []reflect.Value {
	var out []reflect.Value
	add := func(v any) { out = append(out, reflect.ValueOf(v).Convert(t)) }
	switch t {
	case receiver.Type():
		return []reflect.Value{receiver}
	case reflect.TypeFor[decimal.Decimal]():
		add(num("3.25"))
		return out
	case reflect.TypeFor[target.Period]():
		add(target.Year(2015))
		return out
	case reflect.TypeFor[iter.Seq[target.Target]]():
		add(slices.Values([]target.Target{goal(target.Stock, "3"), goal(target.Flow, "4")}))
		return out
	case reflect.TypeFor[iter.Seq[target.Observation]]():
		add(slices.Values(relativeOf().Figures))
		return out
	case reflect.TypeFor[iter.Seq2[string, decimal.Decimal]]():
		add(column(figures(inForce)))
		return out
	case reflect.TypeFor[func(hierarchy.Unit) (decimal.Decimal, bool)]():
		add(func(u hierarchy.Unit) (decimal.Decimal, bool) { return num("2"), u.Role == hierarchy.Member })
		return out
	}

	switch t.Kind() {
	case reflect.String:
		for _, w := range words {
			add(w)
		}
	case reflect.Int, reflect.Int32, reflect.Uint8:
		add(1)
		add(2)
	default:
		out = append(out, reflect.Zero(t))
	}

	return out
}
