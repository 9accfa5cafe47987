package apportion_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/target"
)

func TestJSONReadsBack(t *testing.T) {
	testkit.ReadsBack(t, testkit.Filled[apportion.Apportionment](), "apportionment")
	testkit.ReadsBack(t, testkit.Filled[apportion.Block](), "block")
	testkit.ReadsBack(t, testkit.Filled[apportion.Cell](), "cell")
	testkit.ReadsBack(t, testkit.Filled[apportion.Margin](), "margin")
	testkit.ReadsBack(t, testkit.Filled[apportion.Options](), "options")
	testkit.ReadsBack(t, testkit.Filled[apportion.Party](), "party")
	testkit.ReadsBack(t, testkit.Filled[apportion.RakeOptions](), "rakeOptions")
	testkit.ReadsBack(t, testkit.Filled[apportion.Raked](), "raked")
	testkit.ReadsBack(t, testkit.Filled[apportion.TableOptions](), "tableOptions")
	testkit.ReadsBack(t, testkit.Filled[apportion.TwoWay](), "twoWay")
}

func TestWordsReadBack(t *testing.T) {
	for r := apportion.LargestRemainder; r.Validate() == nil; r++ {
		testkit.ReadsBack(t, r, "rounding")
	}
	for d := apportion.ByClaim; d <= apportion.ByGroup; d++ {
		testkit.ReadsBack(t, d, "decidedBy")
	}

	if got, want := apportion.Rounding(0).String(), "not said"; got != want {
		t.Errorf("Rounding(0).String() = %q, want %q", got, want)
	}
	if text, err := apportion.Rounding(200).MarshalText(); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("Rounding(200).MarshalText() = %q, %v, want an error", text, err)
	}
	if text, err := (apportion.ByGroup + 1).MarshalText(); !errors.Is(err, target.ErrUnknown) {
		t.Errorf("DecidedBy(%d).MarshalText() = %q, %v, want an error", apportion.ByGroup+1, text, err)
	}
}

// What cannot be met is written as the problem that the error is: path, value, what is
// wrong and remedy.
func TestErrorsAsJSON(t *testing.T) {
	_, divided := apportion.Apportion(
		decimal.New(10, 0), []apportion.Party{{Weight: testkit.Dec("1"), Max: testkit.Null("3")}}, apportion.Options{},
	)
	_, raked := apportion.Rake(
		apportion.Block{Shape: []int{2, 2}, Values: testkit.Decs("1 0 1 1")},
		[]apportion.Margin{
			{Axes: []int{0}, Totals: testkit.Nulls("30 10")},
			{Axes: []int{1}, Totals: testkit.Nulls("20 20")},
		},
		apportion.RakeOptions{},
	)
	_, tabled := apportion.Table(
		[][]decimal.Decimal{testkit.Decs("3 2 0"), testkit.Decs("2 1 1")},
		testkit.Decs("12 8"), testkit.Decs("6 4 10"), apportion.TableOptions{},
	)

	for _, tt := range []struct {
		err  error
		want string
	}{
		{
			divided, `{"path":"total","problem":"infeasible","value":10,` +
				`"remedy":"maxima fall short of the total, at least 0, at most 3 (parties[0])"}`,
		},
		{
			raked, `{"path":"margins[0]","problem":"infeasible","remedy":"totals[0] have the sum 30, but all values ` +
				`that can be above zero in them are also in totals[0] of margins[1], which have the sum 20"}`,
		},
		{
			tabled, `{"path":"table","problem":"infeasible",` +
				`"remedy":"rows[0] have 12 to place, and cols[0], cols[1] leave room for 10"}`,
		},
	} {
		got, err := json.Marshal(tt.err)
		if err != nil || string(got) != tt.want {
			t.Errorf("Marshal(%v) = %s, %v, want %s", tt.err, got, err, tt.want)
		}

		var read target.FieldError
		if err := json.Unmarshal(got, &read); err != nil || read.Error() != tt.err.Error() {
			t.Errorf("Unmarshal(%s) = %v, %v, want %v", got, &read, err, tt.err)
		}
	}
}

// A table divides in two ways at once, for which largest remainders are no rule. What
// is none of the constants is refused alike.
func TestTableRefusesRounding(t *testing.T) {
	for rounding, want := range map[apportion.Rounding]string{
		apportion.LargestRemainder: `options.rounding "largest remainder" is ruled out: ` +
			`it has no meaning in two ways at once: use Webster, or leave it out`,
		apportion.Rounding(99): `options.rounding 99 is unknown`,
	} {
		_, err := apportion.Table(
			[][]decimal.Decimal{testkit.Decs("1")}, testkit.Decs("1"), testkit.Decs("1"),
			apportion.TableOptions{Rounding: rounding},
		)
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("Table() by %v = %v, want %s", rounding, err, want)
		}
	}
}
