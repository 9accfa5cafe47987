package acceptance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/evaluate"
	"github.com/targetcascade/cascade/evaluate/index"
	"github.com/targetcascade/cascade/evaluate/integrity"
	"github.com/targetcascade/cascade/evaluate/progress"
	"github.com/targetcascade/cascade/evaluate/response"
	"github.com/targetcascade/cascade/hierarchy"
	"github.com/targetcascade/cascade/hierarchy/apportion"
	"github.com/targetcascade/cascade/hierarchy/crosswalk"
	"github.com/targetcascade/cascade/hierarchy/rows"
	"github.com/targetcascade/cascade/hierarchy/system"
	"github.com/targetcascade/cascade/hierarchy/trial"
	"github.com/targetcascade/cascade/internal/testkit"
	"github.com/targetcascade/cascade/ranking"
	"github.com/targetcascade/cascade/ranking/consensus"
	"github.com/targetcascade/cascade/ranking/robust"
	"github.com/targetcascade/cascade/target"
	"github.com/targetcascade/cascade/target/convert"
	"github.com/targetcascade/cascade/target/temporal"
)

// keptType is an exported type with a value of it, which is written as JSON and
// read back, or refuses.
type keptType struct {
	typ    reflect.Type
	sample func() (any, error)
	read   func(data []byte) (any, error) // nil for encoding/json

	asText    bool   // whether it is read as another type, or holds functions
	refuses   string // why it is not written
	writeOnly string // why it is not read back
}

// of is a type all of whose fields are exported.
func of[T any]() keptType {
	return keptType{typ: reflect.TypeFor[T](), sample: func() (any, error) {
		// An entry has no figure if it is missing.
		return testkit.Filled[T](
			entries("1.50")[0], evaluate.ProRata{}, temporal.ConstantRate{},
			index.AsIs{}, index.Entropy{}, index.Harmonic{},
		), nil
	}}
}

// like is a type with a value that is made otherwise.
func like[T any](sample func() (T, error)) keptType {
	typ := reflect.TypeFor[T]()
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	return keptType{typ: typ, sample: func() (any, error) { return sample() }}
}

func value[T any](v T) keptType { return like(func() (T, error) { return v, nil }) }

// by reads the type by a function.
func (k keptType) by(read func(data []byte) (any, error)) keptType {
	k.read = read
	return k
}

// alike is a type that is written again as it was, and holds functions or is read as
// another type.
func (k keptType) alike() keptType {
	k.asText = true
	return k
}

// refused is a type that is not written.
func refused[T any](reason string) keptType {
	typ := reflect.TypeFor[T]()
	k := keptType{typ: typ, refuses: reason, sample: func() (any, error) { return reflect.Zero(typ).Interface(), nil }}
	if typ.Kind() == reflect.Pointer {
		k.typ = typ.Elem()
		k.sample = func() (any, error) { return reflect.New(k.typ).Interface(), nil }
	}
	return k
}

// only is a type that is not read back.
func (k keptType) only(reason string) keptType {
	k.writeOnly = reason
	return k
}

// TestTypesAreKept walks the exported types of all packages. Each is written as JSON
// that says something, with keys in lower case, and is read back equal. Otherwise it
// returns an error, for the reason that is given here.
func TestTypesAreKept(t *testing.T) {
	kept := map[string]keptType{}
	for _, k := range keptTypes() {
		name := strings.TrimPrefix(k.typ.PkgPath(), module+"/") + "." + k.typ.Name()
		if _, ok := kept[name]; ok {
			t.Errorf("%s is listed twice", name)
		}
		kept[name] = k
	}

	for _, dir := range packages(t) {
		_, pkg := parse(t, dir)
		for _, typ := range pkg.Types {
			name := path.Join(dir, "") + "." + typ.Name
			if isInterface(typ) || isAlias(typ) {
				continue
			}
			k, ok := kept[name]
			delete(kept, name)
			if !ok {
				t.Errorf("%s is not listed: say how it is kept", name)
				continue
			}
			t.Run(name, k.test)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		t.Errorf("%s is listed, and is no exported type", name)
	}
}

// capital is a key of JSON that begins with a capital letter.
var capital = regexp.MustCompile(`[{,]"[A-Z]\w*":`)

func (k keptType) test(t *testing.T) {
	v, err := k.sample()
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(v)
	if k.refuses != "" {
		if err == nil {
			t.Errorf("Marshal() = %s, want an error: %s", data, k.refuses)
		}
		return
	}
	if err != nil {
		t.Fatalf("Marshal() = %v", err)
	}
	if text := string(data); text == "{}" || text == "null" || capital.MatchString(text) {
		t.Fatalf("Marshal() = %s", text)
	}

	read, err := k.reading(data)
	if k.writeOnly != "" {
		if err == nil {
			t.Errorf("Unmarshal() has no error: %s", k.writeOnly)
		}
		return
	}
	if err != nil {
		t.Fatalf("Unmarshal() = %v\n%s", err, data)
	}
	again, err := json.Marshal(read)
	if err != nil || string(again) != string(data) {
		t.Fatalf("written again it is %s, %v, want %s", again, err, data)
	}
	if was, is := fmt.Sprint(v), fmt.Sprint(read); isStringer(v) && isStringer(read) && was != is {
		t.Errorf("read back it prints as\n%s\nwant\n%s", is, was)
	}
	if diff := cmp.Diff(v, read, same()...); !k.asText && diff != "" {
		t.Errorf("read back, mismatch (-want +got):\n%s", diff)
	}
}

// unprinted are types with fields of their own that print as Go prints a struct.
var unprinted = map[string]string{
	"target.Problems": "it gathers problems, and Err prints them",
	"trial.Fitted":    "a row of Fits, which prints",
	"trial.Outcome":   "a row of Result, which prints",
}

// TestTypesPrint prints a value of every exported type. What has fields of its own says
// what a person wants to see, without pointers.
func TestTypesPrint(t *testing.T) {
	for _, k := range keptTypes() {
		hasOwn := false
		if k.typ.Kind() == reflect.Struct {
			for field := range k.typ.Fields() {
				hasOwn = hasOwn || !field.IsExported()
			}
		}
		v, err := k.sample()
		if err != nil {
			t.Fatal(err)
		}

		text := fmt.Sprint(v)
		isRaw := strings.HasPrefix(text, "{") || strings.HasPrefix(text, "&{")
		reason, isListed := unprinted[k.typ.String()]
		switch {
		case strings.Contains(text, "0xc0"):
			t.Errorf("%v prints a pointer: %s", k.typ, text)
		case strings.Contains(text, "PANIC="):
			t.Errorf("%v: %s", k.typ, text)
		case hasOwn && isRaw != isListed:
			t.Errorf("%v prints as %s; listed: %q", k.typ, text, reason)
		}
	}
}

// prints are the words of a value of every exported type that has some.
func prints() string {
	var b strings.Builder
	for _, k := range keptTypes() {
		if v, err := k.sample(); err == nil && isStringer(v) {
			fmt.Fprintf(&b, "== %v\n%s\n", k.typ, strings.TrimSuffix(fmt.Sprint(v), "\n"))
		}
	}
	return b.String()
}

func isStringer(v any) bool {
	_, ok := v.(fmt.Stringer)
	return ok
}

func (k keptType) reading(data []byte) (any, error) {
	if k.read != nil {
		return k.read(data)
	}
	into := reflect.New(k.typ)
	err := json.Unmarshal(data, into.Interface())
	if v, _ := k.sample(); reflect.TypeOf(v).Kind() == reflect.Pointer {
		return into.Interface(), err
	}
	return into.Elem().Interface(), err
}

// same compares what was read with what was written: everything, decimals with
// their places.
func same() []cmp.Option {
	return []cmp.Option{
		cmp.Exporter(func(reflect.Type) bool { return true }),
		cmp.Comparer(func(a, b decimal.Decimal) bool {
			return a.Equal(b) && a.Exponent() == b.Exponent()
		}),
		cmp.Comparer(func(a, b float64) bool { return a == b || a != a && b != b }), // a gap is no number
	}
}

func keptTypes() []keptType {
	return slices.Concat(plainTypes(), targetTypes(), hierarchyTypes(), trialTypes(), evaluateTypes(), rankingTypes())
}

// plainTypes have exported fields only.
func plainTypes() []keptType {
	return []keptType{
		of[target.Comparator](),
		of[target.Direction](),
		of[target.Event](),
		of[target.FiscalNaming](),
		of[target.Force](),
		of[target.Frequency](),
		of[target.Kind](),
		of[system.Sum](),
		of[system.Ratio](),
		of[system.IdentityResidual](),
		of[system.Limit](),
		of[temporal.Spliced](),
		of[temporal.SpliceOptions](),
		of[target.Correction](),
		of[target.Choice](),
		of[system.Comparison](),
		of[system.Identity](),
		of[system.Figure](),
		of[system.ConstraintKind](),
		of[system.Constraint](),
		of[system.Cause](),
		of[system.BindingConstraint](),
		of[system.BalancedFigure](),
		of[system.Balanced](),
		of[system.BalanceOptions](),
		of[evaluate.Recheck](),
		of[temporal.Through](),
		of[target.Tier](),
		of[target.Line](),
		of[target.LeadershipMode](),
		of[target.Leadership](),
		of[target.BodyKind](),
		of[hierarchy.Move](),
		of[hierarchy.LeadershipOptions](),
		of[hierarchy.FirmnessRule](),
		of[hierarchy.ExplainMove](),
		of[hierarchy.ExplainConversion](),
		of[hierarchy.Demand](),
		of[hierarchy.BoundMove](),
		of[target.Law](),
		of[target.Period](),
		of[target.Relation](),
		of[target.Status](),
		of[target.TimeLaw](),
		of[evaluate.AssessOptions](),
		of[evaluate.Assessment](),
		of[evaluate.Award](),
		of[evaluate.Bonus](),
		of[evaluate.Breakpoint](),
		of[evaluate.Case](),
		of[evaluate.Deductions](),
		of[evaluate.Grade](),
		of[evaluate.Interpolation](),
		of[evaluate.Item](),
		of[evaluate.ItemScore](),
		of[evaluate.ToDateOptions](),
		of[evaluate.Standing](),
		of[evaluate.ScoreBy](),
		of[evaluate.Due](),
		of[evaluate.Opinion](),
		of[evaluate.ProRata](),
		of[evaluate.Reason](),
		of[evaluate.Steps](),
		of[evaluate.YearWeights](),
		of[index.AHP](),
		of[index.Arithmetic](),
		of[index.AsIs](),
		of[index.Borda](),
		of[index.CRITIC](),
		of[index.PairwiseComparison](),
		of[index.Contribution](),
		of[index.Data](),
		of[index.Entropy](),
		of[index.EqualWeights](),
		of[index.Geometric](),
		of[index.GivenWeights](),
		of[index.Goalposts](),
		of[index.Harmonic](),
		of[index.MinMax](),
		of[index.Minimum](),
		of[index.OwnTarget](),
		of[index.PercentileRank](),
		of[index.Power](),
		of[index.ScoreRange](),
		of[index.Node](),
		of[index.Rank](),
		of[index.Spec](),
		of[index.ShareOfBest](),
		of[index.StandardDeviation](),
		of[index.TreatedFigure](),
		of[index.Weight](),
		of[index.Winsorise](),
		of[index.ZScore](),
		of[integrity.BeforeAfter](),
		of[integrity.Bin](),
		of[integrity.BunchCorrection](),
		of[integrity.BunchOptions](),
		of[integrity.Bunching](),
		of[integrity.Conformity](),
		of[integrity.Digits](),
		of[integrity.Edge](),
		of[integrity.Finding](),
		of[integrity.GuardComparison](),
		of[integrity.GuardOptions](),
		of[integrity.GuardedUnit](),
		of[integrity.GuardedVolume](),
		of[integrity.PublishedRatio](),
		of[integrity.RatchetEstimate](),
		of[integrity.RecountOptions](),
		of[integrity.TargetRevision](),
		of[integrity.Window](),
		of[integrity.WindowOptions](),
		of[temporal.ConstantRate](),
		of[temporal.DisaggregateOptions](),
		of[temporal.Disaggregation](),
		of[temporal.ImpliedRate](),
		of[temporal.Profile](),
		of[temporal.Schedule](),
		of[temporal.StraightLine](),
		of[progress.Anticipated](),
		of[progress.CAGRRatio](),
		of[progress.Category](),
		of[progress.Colour](),
		of[progress.CurrentStatus](),
		of[progress.Forecast](),
		of[progress.LinearRatio](),
		of[progress.PathGap](),
		of[progress.Progress](),
		of[progress.ScorePoint](),
		of[progress.Weather](),
		of[response.Behaviour](),
		of[response.Coefficient](),
		of[response.Control](),
		of[response.Controlled](),
		of[response.Regression](),
		of[response.Intervention](),
		of[response.Response](),
		of[response.Segment](),
		of[apportion.Apportionment](),
		of[apportion.Block](),
		of[apportion.Cell](),
		of[apportion.DecidedBy](),
		of[apportion.Margin](),
		of[apportion.Options](),
		of[apportion.Party](),
		of[apportion.RakeOptions](),
		of[apportion.Raked](),
		of[apportion.Rounding](),
		of[apportion.TableOptions](),
		of[apportion.TwoWay](),
		of[hierarchy.Adoption](),
		of[hierarchy.AdoptionGap](),
		of[hierarchy.Claim](),
		of[hierarchy.Counterpart](),
		of[hierarchy.Difference](),
		of[hierarchy.Division](),
		of[hierarchy.Exemption](),
		of[hierarchy.ExplainStep](),
		of[hierarchy.Family](),
		of[hierarchy.GroupBound](),
		of[hierarchy.GroupTotal](),
		of[hierarchy.Hold](),
		of[hierarchy.LevelSlack](),
		of[hierarchy.LineGap](),
		of[hierarchy.ParentAdoption](),
		of[hierarchy.Quota](),
		of[hierarchy.RepeatOptions](),
		of[hierarchy.Role](),
		of[hierarchy.StructureEffect](),
		of[hierarchy.Unit](),
		of[crosswalk.Change](),
		of[consensus.Ballot](),
		of[consensus.Importance](),
		of[consensus.Kendall](),
		of[consensus.Options](),
		of[consensus.Ranking](),
		of[consensus.Score](),
		of[consensus.Scores](),
		of[consensus.TiedPlace](),
		of[consensus.Unranked](),
		of[ranking.Audience](),
		of[ranking.BulletinRow](),
		of[ranking.ChangeOptions](),
		of[ranking.Parts](),
		of[ranking.Pressure](),
		of[ranking.PressureOptions](),
		of[ranking.Publicity](),
		of[ranking.Rival](),
		of[ranking.Rivals](),
		of[ranking.Ties](),
		of[ranking.Tournament](),
		of[robust.Adjustment](),
		of[robust.CategoryCount](),
		of[robust.ConfidenceOptions](),
		of[robust.Estimate](),
		of[robust.RankInterval](),
		of[robust.LeftOut](),
		of[robust.MultinomialOptions](),
		of[robust.OmegaRank](),
		of[robust.RankSet](),
		of[robust.RankShares](),
		of[robust.SampleOptions](),
		of[robust.ScoreMargin](),
		of[robust.ScoredUnit](),
		of[robust.SetFamily](),
		of[robust.Side](),
		of[trial.Base](),
		of[trial.Decomposition](),
		of[trial.Distance](),
		of[trial.DoubtRow](),
		of[trial.FitRow](),
		of[trial.Interval](),
		of[trial.LorenzPoint](),
		of[trial.Parameter](),
		of[trial.Range](),
		of[trial.Row](),
		of[trial.Statistic](),
		of[trial.Verdict](),
		of[rows.Format](),
		of[rows.Layout](),
		of[rows.Percent](),
		of[rows.LevelColumns](),
		of[convert.Basis](),
		of[convert.Formula](),
	}
}
