module github.com/targetcascade/cascade/examples/playground

go 1.26.0

replace (
	github.com/targetcascade/cascade => ../..
	github.com/targetcascade/cascade/examples/internal/browser => ../internal/browser
)

require (
	github.com/chromedp/chromedp v0.23.0
	github.com/google/go-cmp v0.7.0
	github.com/shopspring/decimal v1.6.0
	github.com/targetcascade/cascade v0.0.0-00010101000000-000000000000
	github.com/targetcascade/cascade/examples/internal/browser v0.0.0-00010101000000-000000000000
)

require (
	github.com/chromedp/cdproto v0.159.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	golang.org/x/exp v0.0.0-20261014143641-f0251eb4aa3e // indirect
)
