package crosswalk_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/target"
)

// The figure of a unit whose territory changed says nothing about the new one,
// wherever the part that left it went.
func TestCarryRefusesAChangedTerritory(t *testing.T) {
	for _, tt := range []struct {
		name     string
		old, new string
		changes  []crosswalk.Change
		unit     string
	}{
		{
			"a part went to the unit right after it", "P Q a:P b:P", "P Q b:P",
			[]crosswalk.Change{ch("2000", "a", "Q", "1")},
			"P",
		},
		{
			"a part of one below it went to a unit before it", "Q R P:R a:P b:P", "Q R P:R b:P",
			[]crosswalk.Change{ch("2000", "a", "Q", "1")},
			"R",
		},
		{
			"a part of one below it went to a unit after it", "R S P:R a:P b:P", "R S P:R b:P",
			[]crosswalk.Change{ch("2000", "a", "S", "1")},
			"R",
		},
		{"a part went from one of-which to another", "S* T* a:S b:S c:T", "S* T* b:S a:T c:T", nil, "S"},
		{
			"a part came from the unit right after it", "P Q b:P", "P Q a:P b:P",
			[]crosswalk.Change{ch("2000", "Q", "Q", "0.5"), ch("2000", "Q", "a", "0.5")},
			"P",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old := under(t, tt.old)
			s := succeed(t, old, under(t, tt.new), tt.changes...)
			got, err := s.Carry(target.Flow, column(t, old, figures(tt.unit, "10")), crosswalk.CarryOptions{})
			if !errors.Is(err, target.ErrInvalid) || paths(t, err) != `figures["`+tt.unit+`"]` {
				t.Errorf("Carry() = %v, %v; want ErrInvalid for %s", shown(got), err, tt.unit)
			}
		})
	}
}

func TestCarryKeepsATerritoryThatStayed(t *testing.T) {
	for _, tt := range []struct {
		name     string
		old, new string
		changes  []crosswalk.Change
		figures  []string
		want     string
	}{
		{
			"two of-whiches with units of their own", "S* T* a:S b:S c:T", "S* T* a:S b:S c:T", nil,
			[]string{"S", "5", "T", "7", "c", "7"},
			"S=5 T=7 c=7",
		},
		{
			"what is below it moved within it", "P Q a:P b:P c:P", "P Q a:P c:P",
			[]crosswalk.Change{ch("2000", "b", "c", "1")},
			[]string{"P", "5", "Q", "1"},
			"P=5 Q=1",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			old := under(t, tt.old)
			got, err := succeed(t, old, under(t, tt.new), tt.changes...).Carry(
				target.Flow, column(t, old, figures(tt.figures...)), crosswalk.CarryOptions{},
			)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(got)); diff != "" {
				t.Errorf("Carry() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}
