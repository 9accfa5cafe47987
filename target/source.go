package target

// Source says where a figure or a wording stands, so that a reader can look it
// up. All fields are free text but Date, which is an ISO 8601 date where it is
// given: 2011-03-14, 2011-03 or 2011.
type Source struct{ Document, Issuer, Paragraph, Date, URL string }
