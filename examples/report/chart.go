package main

import (
	"bytes"
	"fmt"
	"html/template"
	"image/color"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// The colours of the page's style sheet, light, for lines and dots.
var (
	ink       = color.RGBA{R: 0x1c, G: 0x24, B: 0x2c, A: 0xff}
	axes      = color.RGBA{R: 0xc9, G: 0xd1, B: 0xd9, A: 0xff}
	ofResults = color.RGBA{R: 0x0b, G: 0x5c, B: 0xad, A: 0xff}
	ofPath    = color.RGBA{R: 0xa8, G: 0x43, B: 0x00, A: 0xff}
)

// In the page the colours have names, so that they can be others in the dark.
var named = strings.NewReplacer(
	hex(ink), "var(--ink)", hex(axes), "var(--rule)", hex(ofResults), "var(--result)", hex(ofPath), "var(--path)",
)

func hex(c color.RGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// chart draws the results and the quotas of one unit, in so many points, as an
// SVG element with a name and a description.
func (s series) chart(width, height vg.Length) (template.HTML, error) {
	p := plot.New()
	p.BackgroundColor = nil // the page's own
	if err := s.lines(p); err != nil {
		return "", err
	}
	s.axes(p)
	return drawing(p, width, height, s.Code, s.Name, s.describe())
}

// drawing is a plot as an SVG element with a name and a description. The page scales
// it, and reads both out.
func drawing(p *plot.Plot, width, height vg.Length, id, name, description string) (template.HTML, error) {
	canvas := vgsvg.New(width, height)
	p.Draw(draw.New(canvas))
	var svg bytes.Buffer
	if _, err := canvas.WriteTo(&svg); err != nil {
		return "", err
	}
	_, inside, found := strings.Cut(svg.String(), "<svg ")
	_, inside, closed := strings.Cut(inside, ">")
	if !found || !closed {
		return "", fmt.Errorf("chart of %s: no svg element", name)
	}

	head := fmt.Sprintf(`<svg viewBox="0 0 %g %g" role="img" aria-labelledby="t%[3]s d%[3]s">`+
		`<title id="t%[3]s">%[4]s</title><desc id="d%[3]s">%[5]s</desc>`,
		width.Points(), height.Points(), id, template.HTMLEscapeString(name), template.HTMLEscapeString(description))
	return template.HTML(head + named.Replace(inside)), nil
}

// lines draws the results, the quotas and the last of them.
func (s series) lines(p *plot.Plot) error {
	results := plotter.XYs{{X: base, Y: s.Before.InexactFloat64()}}
	points := plotter.XYs{results[0]}
	for _, a := range s.At {
		year := float64(a.Target.Period.EndYear())
		results = append(results, plotter.XY{X: year, Y: a.Actual.InexactFloat64()})
		points = append(points, plotter.XY{X: year, Y: a.Target.Value.InexactFloat64()})
	}

	reached, err := plotter.NewLine(results)
	if err != nil {
		return err
	}
	reached.LineStyle = draw.LineStyle{Color: ofResults, Width: 2}
	aim, err := plotter.NewLine(points)
	if err != nil {
		return err
	}
	aim.LineStyle = draw.LineStyle{Color: ofPath, Width: 1.5, Dashes: []vg.Length{4, 3}}
	goal, err := plotter.NewScatter(points[len(points)-1:])
	if err != nil {
		return err
	}
	goal.GlyphStyle = draw.GlyphStyle{Color: ofPath, Radius: 3, Shape: draw.CircleGlyph{}}

	p.Add(aim, reached, goal)
	return nil
}

// dress gives both axes the letters and lines of the page.
func dress(p *plot.Plot) {
	small := font.Font{Typeface: "Liberation", Variant: "Sans", Size: 12}
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Tick.Label.Font = small
		axis.Tick.Label.Color = ink
		axis.Tick.LineStyle = draw.LineStyle{Color: axes, Width: 1}
		axis.LineStyle = draw.LineStyle{Color: axes, Width: 1}
		axis.Padding = 0
	}
	p.Y.Tick.Length = 0
}

// axes draws the first year and the last, zero and two figures.
func (s series) axes(p *plot.Plot) {
	dress(p)
	p.X.Tick.Length = 3
	p.X.Tick.Marker = plot.ConstantTicks{
		{Value: base, Label: strconv.Itoa(base)},
		{Value: due, Label: strconv.Itoa(due)},
	}
	p.X.Min, p.X.Max = base-0.6, due+0.9 // room for the labels

	step := tick(math.Max(s.Due().Actual.InexactFloat64(), s.Due().Target.Value.InexactFloat64()))
	p.Y.Tick.Marker = plot.ConstantTicks{
		{Value: 0, Label: "0"},
		{Value: step, Label: brief(step)},
		{Value: 2 * step, Label: brief(2 * step)},
	}
	p.Y.Min, p.Y.Max = 0, 2.08*step
}

// describe says what the chart shows.
func (s series) describe() string {
	a := s.Due()
	verdict := "missed"
	if a.Met {
		verdict = "reached"
	}
	return fmt.Sprintf("Patents in force from %s in %d to %s in %d; the quota of %s was %s.",
		count(s.Before), base, count(a.Actual), due, count(a.Target.Value), verdict)
}

// tick is the smallest step of 1, 1.5, 2, 3, 4, 5 or 7.5 times a power of ten
// of which two reach the highest figure.
func tick(highest float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(highest/2)))
	for _, m := range []float64{1, 1.5, 2, 3, 4, 5, 7.5} {
		if 2*m*power >= highest {
			return m * power
		}
	}
	return 10 * power
}

// brief writes thousands and millions short.
func brief(y float64) string {
	switch {
	case y >= 1e6:
		return strconv.FormatFloat(y/1e6, 'g', 3, 64) + "M"
	case y >= 1e3:
		return strconv.FormatFloat(y/1e3, 'g', 3, 64) + "k"
	}
	return strconv.FormatFloat(y, 'g', 4, 64)
}
