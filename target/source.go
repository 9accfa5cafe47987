package target

// Source says where a figure or a wording is published, so that a reader can
// look it up. Date is an ISO 8601 date, 2011-03-14, 2011-03 or 2011, or empty.
// The other fields are free text.
type Source struct{ Document, Issuer, Paragraph, Date, URL string }

// Validate returns an error if the date is neither empty nor an ISO 8601 date.
func (s Source) Validate() error {
	var p Problems
	s.validate(p.At("source"))
	return p.Err()
}

func (s Source) validate(at Place) { at.Field("date").date(s.Date) }

// date checks that a text is empty or an ISO 8601 date.
func (at Place) date(text string) {
	if _, ok := parseDay(text); !ok && text != "" {
		at.Report(text, ErrInvalid, dateRemedy)
	}
}

const dateRemedy = "write a date as 2011-03-14, 2011-03 or 2011"
