package acceptance_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/target"
)

// scramble overwrites everything that v leads to: what slices, maps and
// pointers hold, and so what a copy of v shares with it. It reports whether
// there was anything.
func scramble(v reflect.Value) bool {
	done := false
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			scramble(v.Elem())
			done = overwrite(v.Elem())
		}

	case reflect.Interface:
		if !v.IsNil() {
			done = scramble(v.Elem())
		}
	case reflect.Struct:
		switch v.Interface().(type) {
		case decimal.Decimal, decimal.NullDecimal, target.Period, target.Precision:
			return false
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				done = scramble(v.Field(i)) || done
			}
		}

	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			done = scramble(v.Index(i)) || done
			if v.Kind() == reflect.Slice {
				done = overwrite(v.Index(i)) || done
			}
		}

	case reflect.Func:
		if !v.IsNil() && v.Type().CanSeq() {
			for x := range v.Seq() {
				done = scramble(x) || done
			}
		}

	case reflect.Map:
		for _, k := range v.MapKeys() {
			scramble(v.MapIndex(k))
			v.SetMapIndex(k, reflect.Zero(v.Type().Elem()))
			done = true
		}
	}

	return done
}

// overwrite gives a value that can be set another one.
func overwrite(v reflect.Value) bool {
	if !v.CanSet() {
		return false
	}
	switch {
	case v.Type() == reflect.TypeFor[decimal.Decimal]():
		v.Set(reflect.ValueOf(decimal.New(-987_654_321, 3)))
	case v.Kind() == reflect.String:
		v.SetString("scrambled")
	case v.CanInt():
		v.SetInt(v.Int() + 17)
	default:
		v.SetZero()
	}
	return true
}

// opaque appends the values with methods instead of fields in a result.
func opaque(v reflect.Value, all []any) []any {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() || !v.CanInterface() {
		return all
	}
	if open(v.Interface()) != nil {
		return append(all, v.Interface())
	}
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			all = opaque(v.Index(i), all)
		}
	}
	return all
}

// TestArgumentsAreCopied changes the arguments of a call after it. The result must not
// change: nothing may lead from one to the other. Then it changes what the result and its
// methods returned, and looks again.
func TestArgumentsAreCopied(t *testing.T) {
	for _, op := range operations() {
		t.Run(op.name, func(t *testing.T) {
			args := op.args()
			result, err := op.run(args)
			if err != nil {
				t.Fatal(err)
			}
			want := text(result)
			scramble(reflect.ValueOf(args).Elem())
			if got := text(result); got != want {
				t.Errorf("the result changed with the arguments:\n%s", cmp.Diff(
					strings.Split(want, "\n"), strings.Split(got, "\n"),
				))
			}
			for _, v := range opaque(reflect.ValueOf(result), nil) {
				before := text(v)
				for _, p := range open(v) {
					scramble(p.value)
				}
				if got := text(v); got != before {
					t.Errorf("%T changed with what its methods had returned:\n%s", v, cmp.Diff(
						strings.Split(before, "\n"), strings.Split(got, "\n"),
					))
				}
			}
			scramble(reflect.ValueOf(result))
			again, err := op.run(op.args())
			if err != nil {
				t.Fatal(err)
			}
			if got := text(again); got != want {
				t.Errorf("a later result changed with an earlier one:\n%s", cmp.Diff(
					strings.Split(want, "\n"), strings.Split(got, "\n"),
				))
			}
		})
	}
}
