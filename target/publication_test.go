package target_test

import (
	"errors"
	"testing"

	"github.com/targetcascade/cascade/target"
)

func TestPublication(t *testing.T) {
	whole := target.Publication{
		Period: target.Year(2013), Evaluator: "sipo", Publisher: "centre", Date: "2014-03-20", Until: "2015",
	}
	readsBack(t, whole, `{"period":"2013","evaluator":"sipo","publisher":"centre","date":"2014-03-20","until":"2015"}`)
	readsBack(t, target.Publication{}, `{}`)

	for _, tt := range []struct {
		p    target.Publication
		want string
	}{
		{whole, "2013, evaluated by sipo, published by centre on 2014-03-20, valid until 2015"},
		{target.Publication{Date: "2014"}, "published on 2014"},
		{target.Publication{Publisher: "x"}, "published by x"},
		{target.Publication{}, ""},
	} {
		if got := tt.p.String(); got != tt.want || tt.p.IsZero() != (tt.want == "") {
			t.Errorf("String() = %s, want %s", got, tt.want)
		}
	}

	for date, want := range map[string]bool{
		"2014-03-19": false, "2014-03-20": true, "2015-12-31": true, "2016-01-01": false,
	} {
		if got, err := whole.ValidOn(date); err != nil || got != want {
			t.Errorf("ValidOn(%s) = %t, %v, want %t", date, got, err, want)
		}
	}

	if valid, err := whole.ValidOn("soon"); valid || !errors.Is(err, target.ErrInvalid) {
		t.Errorf("ValidOn(soon) = %t, %v", valid, err)
	}

	for _, tt := range []struct {
		p    target.Publication
		path string
	}{
		{target.Publication{Evaluator: "\xff"}, "publication.evaluator"},
		{target.Publication{Publisher: "\xff"}, "publication.publisher"},
		{target.Publication{Date: "x"}, "publication.date"},
		{target.Publication{Date: "2014", Until: "2013"}, "publication.until"},
		{target.Publication{Date: "2014", Until: "soon"}, "publication.until"},
		{target.Publication{Date: "soon", Until: "2013"}, "publication.date"},
	} {
		if all := target.AllErrors(tt.p.Validate()); len(all) != 1 || all[0].Path != tt.path {
			t.Errorf("Validate() of %v = %v", tt.p, all)
		}
		if _, err := tt.p.ValidOn("2014"); len(target.AllErrors(err)) != 1 {
			t.Errorf("ValidOn() of %v = %v, want an error at %s", tt.p, err, tt.path)
		}
	}

	day := target.Publication{Date: "2014-03-20", Until: "2014-03-20"}
	if err := day.Validate(); err != nil {
		t.Errorf("Validate() of a publication for a day = %v", err)
	}
}
