package acceptance_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/ranking/consensus"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
)

// text prints a value with every digit: decimals as mantissa and exponent,
// floats in the shortest form that reads back to the same bits. Nothing in it
// depends on a switch of the decimal package. Fields that are zero are left
// out; what holds more than one line takes one line for each of its parts.
func text(v any) string {
	var b strings.Builder
	write(&b, reflect.ValueOf(v), "")
	return b.String()
}

func write(b *strings.Builder, v reflect.Value, indent string) {
	if v.IsValid() && v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		b.WriteString("nothing")
		return
	}

	if v.CanInterface() {
		if s, ok := atom(v.Interface()); ok {
			b.WriteString(s)
			return
		}
		if parts := open(v.Interface()); parts != nil {
			join(b, parts, indent)
			return
		}
	}

	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nothing")
			return
		}
		write(b, v.Elem(), indent)

	case reflect.Struct:
		join(b, fields(v), indent)
	case reflect.Slice, reflect.Array:
		parts := make([]part, v.Len())
		for i := range parts {
			parts[i].value = v.Index(i)
		}
		join(b, parts, indent)

	case reflect.Map:
		var parts []part
		for _, k := range v.MapKeys() {
			parts = append(parts, part{text(k.Interface()), v.MapIndex(k)})
		}
		slices.SortFunc(parts, func(p, q part) int { return strings.Compare(p.name, q.name) })
		join(b, parts, indent)

	case reflect.Func:
		var parts []part
		switch {
		case v.IsNil():
		case v.Type().CanSeq():
			for x := range v.Seq() {
				parts = append(parts, part{"", x})
			}
		case v.Type().CanSeq2():
			for k, x := range v.Seq2() {
				parts = append(parts, part{text(k.Interface()), x})
			}
		}
		join(b, parts, indent)

	default:
		fmt.Fprint(b, v)
	}
}

// fields returns the exported fields of a struct that are not zero.
func fields(v reflect.Value) []part {
	parts := []part{}
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() && !v.Field(i).IsZero() {
			parts = append(parts, part{f.Name, v.Field(i)})
		}
	}
	return parts
}

type part struct {
	name  string
	value reflect.Value
}

func named(name string, v any) part { return part{name, reflect.ValueOf(v)} }

func join(b *strings.Builder, parts []part, indent string) {
	const line = 150
	deeper := indent + "\t"
	texts := make([]string, len(parts))
	whole := 0

	for i, p := range parts {
		var s strings.Builder
		if p.name != "" {
			s.WriteString(p.name + ":")
		}
		write(&s, p.value, deeper)
		texts[i] = s.String()
		whole += len(texts[i]) + 1
		if strings.Contains(texts[i], "\n") {
			whole += line
		}
	}

	if whole < line {
		b.WriteString("{" + strings.Join(texts, " ") + "}")
		return
	}

	b.WriteString("{\n")
	for _, s := range texts {
		b.WriteString(deeper + s + "\n")
	}
	b.WriteString(indent + "}")
}

// atom prints what is one word.
func atom(v any) (string, bool) {
	switch v := v.(type) {
	case decimal.Decimal:
		if v.Exponent() == 0 {
			return v.Coefficient().String(), true
		}
		return v.Coefficient().String() + "e" + strconv.Itoa(int(v.Exponent())), true

	case decimal.NullDecimal:
		if !v.Valid {
			return "none", true
		}
		return atom(v.Decimal)

	case *big.Int:
		return v.String(), true
	case target.Period:
		return v.String(), true
	case target.Precision:
		return v.String(), true
	case string:
		return strconv.Quote(v), true
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), true
	case json.RawMessage:
		return string(v), true
	case error:
		return strconv.Quote(v.Error()), true
	}

	if t := reflect.TypeOf(v); t.Kind() == reflect.Uint8 {
		if s, ok := v.(fmt.Stringer); ok {
			return strings.ReplaceAll(s.String(), " ", "-"), true
		}
	}

	return "", false
}

// open lists what values with methods instead of fields return.
func open(v any) []part {
	if value := reflect.ValueOf(v); value.Kind() == reflect.Pointer && value.IsNil() {
		return nil
	}

	switch v := v.(type) {
	case *hierarchy.Tree:
		return []part{named("levels", v.Levels()), named("units", v.All())}
	case hierarchy.Column:
		figures := map[string]decimal.Decimal{}
		for u, x := range v.All() {
			figures[u.Code] = x
		}
		return []part{named("name", v.Name()), named("figures", figures)}

	case *hierarchy.Plan:
		why := map[string]string{}
		residuals := map[string]decimal.Decimal{}
		for q := range v.All() {
			// Explanations are long and alike: the digest is enough for four in five.
			if s := v.Explain(q.Unit.Code).String(); len(why)%5 == 0 {
				why[q.Unit.Code] = s
			} else {
				why[q.Unit.Code] = fmt.Sprintf("%x", sha256.Sum256([]byte(s)))[:12]
			}
			if r := v.Residual(q.Unit.Code); !r.IsZero() {
				residuals[q.Unit.Code] = r
			}
		}
		quotas := func(yield func(string, string) bool) {
			for q := range v.All() {
				s := text(q.Value)
				if q.Upper.Valid {
					s += " to " + text(q.Upper.Decimal)
				}
				if q.DecidedBy != apportion.ByClaim {
					s += " " + q.DecidedBy.String()
				}
				if !yield(q.Unit.Code, s) {
					return
				}
			}
		}
		return []part{
			named("target", v.Target()), named("quotas", maps.Collect(quotas)), named("slack", v.Slack()),
			named("residuals", residuals), named("why", why), named("check", v.Check()),
		}

	case evaluate.Scorecard:
		// What is a field belongs to the caller.
		vetoes, notes := slices.Clone(v.Vetoes), slices.Clone(v.Notes)
		says := struct {
			Unit, Scheme    string
			Total           decimal.Decimal
			ByPoints, Grade string
			Vetoes          []string
			Lines           []evaluate.ItemScore
			Notes           []string
			Places          target.Precision
			Publication     target.Publication
		}{v.Unit, v.Scheme, v.Total, v.ByPoints, v.Grade, vetoes, v.Items(), notes, v.Places, v.Publication}
		return fields(reflect.ValueOf(says))

	case *crosswalk.Crosswalk:
		return []part{named("changes", v.All()), named("text", v.String())}
	case *target.Agenda:
		return []part{named("all", written(v)), named("inForce", slices.Collect(codes(v)))}
	case *target.Bodies:
		return []part{named("all", v.All())}
	case *ranking.Table:
		return []part{named("options", written(v)), named("text", v.String())}
	case *ranking.View:
		return []part{named("rows", v.All()), named("text", v.String())}
	case *ranking.Bulletin:
		return []part{named("lines", v.All())}
	case *consensus.Preferences:
		return []part{
			named("items", v.Items()), named("borda", v.Borda()), named("copeland", v.Copeland()),
			named("meanRank", v.MeanRank()),
		}

	case *consensus.Consensus:
		return []part{
			named("cost", v.Cost), named("bound", v.Bound), named("exact", v.Exact), named("complete", v.Complete),
			named("count", v.Count()), named("first", v.Order()), named("orders", v.All()),
		}

	case *robust.Dominance:
		return []part{named("intervals", v.All())}
	case *robust.RankSets:
		return []part{named("sets", v.All())}
	case *index.Composite:
		return []part{named("nodes", slices.Collect(v.Nodes())), named("indicators", slices.Collect(v.Indicators()))}
	case *index.Result:
		scores := map[string]map[string]float64{}
		for _, w := range v.Weights() {
			scores[w.Code] = maps.Collect(v.All(w.Code))
		}
		return []part{named("weights", v.Weights()), named("treated", v.Treated()), named("scores", scores)}
	}

	return nil
}

func codes(a *target.Agenda) func(func(string) bool) {
	return func(yield func(string) bool) {
		for t := range a.Targets() {
			if !yield(t.Code) {
				return
			}
		}
	}
}

// written is a value's own JSON, or its refusal.
func written(v json.Marshaler) any {
	data, err := v.MarshalJSON()
	if err != nil {
		return err
	}
	return json.RawMessage(data)
}
