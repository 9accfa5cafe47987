package hierarchytest

import (
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/internal/fixed"
	"github.com/targetcascade/cascade/target"
)

// TestMethod checks that a method keeps the contract of [hierarchy.Method] on
// each of the families, or on those of [Samples] if it is given none. It returns
// an error that lists every breach, each as a [target.FieldError] under the index
// of its family, and nil if it found none.
//
// It checks that the method
//   - returns one claim for each child, without a negative weight and without a number of more than 100 digits
//     before or after the point;
//   - returns equal claims for the same family: called again, after other families in another order, and from
//     several goroutines at once;
//   - leaves the children and the basis of the family as they were;
//   - does not panic, and for a family without children returns no claims or an error;
//   - divides the amount in a cascade: exactly or, for a weighted mean, to half a quantum, also if the child
//     with the largest quota is held or bounded one quantum below it;
//   - returns the same claims to an explanation.
//
// A family is as a cascade makes it: its children are under its parent, in the
// order of their codes, and none is a memo unit.
func TestMethod(m hierarchy.Method, families ...hierarchy.Family) error {
	if m == nil {
		return &target.FieldError{Path: "method", Err: target.ErrRequired, Remedy: "give the method to be tested"}
	}

	if len(families) == 0 {
		families = Samples()
	}
	k := kit{method: m, want: make([][]hierarchy.Claim, len(families))}
	for _, f := range families {
		k.families = append(k.families, clone(f))
	}

	k.callWithoutChildren()
	for i := range k.families {
		k.callFirst(i)
	}
	k.callAgain()
	k.callConcurrently()
	for i := range k.families {
		if k.want[i] != nil {
			k.cascade(i)
		}
	}
	return k.problems.Err()
}

// kit tries one method.
type kit struct {
	method   hierarchy.Method
	families []hierarchy.Family
	want     [][]hierarchy.Claim // the first claims of each family; nil where they were wrong
	problems target.Problems
}

// reply is what a method did when it was called.
type reply struct {
	claims   []hierarchy.Claim
	err      error
	panicked any
	changed  bool // whether it changed what it was given
}

// call calls the method with a copy of a family.
func (k *kit) call(f hierarchy.Family) (r reply) {
	own := clone(f)
	defer func() {
		r.panicked = recover()
		r.changed = !slices.Equal(own.Children, f.Children) || !reflect.DeepEqual(own.Basis, f.Basis)
	}()
	r.claims, r.err = k.method.Claims(own)
	return r
}

// at returns the place of a family.
func (k *kit) at(i int) target.Place { return k.problems.At("families").Index(i) }

// callWithoutChildren calls the method with an empty family.
func (k *kit) callWithoutChildren() {
	r := k.call(hierarchy.Family{})
	switch {
	case r.panicked != nil:
		k.problems.At("method").Report(fmt.Sprint(r.panicked), target.ErrInvalid,
			"it panics on a family without children: return no claims, or an error")
	case r.err == nil && len(r.claims) > 0:
		k.problems.At("method").Report(len(r.claims), target.ErrInvalid,
			"it returns claims for a family without children: return none, or an error")
	}
}

// callFirst calls the method for the first time and keeps the claims, by which later ones
// are judged.
func (k *kit) callFirst(i int) {
	f := k.families[i]
	before := k.problems.Len()
	r := k.call(f)
	if r.changed {
		k.at(i).Report(f.Parent.Code, target.ErrInvalid,
			"the method changes the children or the basis that it is given")
	}
	switch {
	case r.panicked != nil:
		k.at(i).Report(fmt.Sprint(r.panicked), target.ErrInvalid, "the method panics")
		return
	case r.err != nil:
		k.problems.Add(fmt.Errorf("families[%d]: the method fails: %w", i, r.err))
		return
	case len(r.claims) != len(f.Children):
		k.at(i).Field("claims").Report(len(r.claims), target.ErrInvalid, fmt.Sprintf(
			"the method must return one claim for each of the %d children", len(f.Children),
		))
		return
	}

	for c, claim := range r.claims {
		at := k.at(i).Field("claims").Key(f.Children[c].Code)
		at.Field("weight").NonNegative(claim.Weight)
		at.Field("offset").Figure(claim.Offset)
	}
	if k.problems.Len() == before {
		k.want[i] = append([]hierarchy.Claim{}, r.claims...)
	}
}

// difference says how a later reply differs from the first; empty if it does not.
func (k *kit) difference(i int, r reply) string {
	switch {
	case r.panicked != nil:
		return "panics"
	case r.err != nil:
		return "fails"
	case r.changed:
		return "changes the children or the basis"
	case !slices.EqualFunc(r.claims, k.want[i], equal):
		return "returns other claims"
	}
	return ""
}

// equal reports whether two claims are equal. The second one is within bounds.
func equal(a, b hierarchy.Claim) bool {
	same := func(x, y decimal.Decimal) bool { return fixed.InBounds(x) && x.Equal(y) }
	return same(a.Offset, b.Offset) && same(a.Weight, b.Weight)
}

// compare reports a difference, and leaves the family out from then on. It does nothing
// without one.
func (k *kit) compare(i int, how, when string) {
	if how != "" {
		k.at(i).Report(k.families[i].Parent.Code, target.ErrInvalid, "the method "+how+" when "+when)
		k.want[i] = nil
	}
}

// callAgain calls the method twice in a row for each family, and then once for each in the
// reverse order.
func (k *kit) callAgain() {
	for i, f := range k.families {
		for range 2 {
			if k.want[i] != nil {
				k.compare(i, k.difference(i, k.call(f)), "it is called again")
			}
		}
	}
	for i, f := range slices.Backward(k.families) {
		if k.want[i] != nil {
			k.compare(i, k.difference(i, k.call(f)), "other families come before")
		}
	}
}

// callConcurrently calls the method from several goroutines at once, each of which begins
// with another family.
func (k *kit) callConcurrently() {
	const goroutines, rounds = 4, 2
	n := len(k.families)
	how := make([][]string, goroutines)
	var ready, done sync.WaitGroup
	ready.Add(goroutines)

	for g := range goroutines {
		how[g] = make([]string, n)
		done.Go(func() {
			ready.Done()
			ready.Wait()
			for c := range rounds * n {
				if i := (c + g) % n; k.want[i] != nil && how[g][i] == "" {
					how[g][i] = k.difference(i, k.call(k.families[i]))
				}
			}
		})
	}

	done.Wait()
	for i := range k.families {
		for g := range goroutines {
			if k.want[i] != nil {
				k.compare(i, how[g][i], "several goroutines call it")
			}
		}
	}
}
