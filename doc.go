// Package cascade documents a library for targets that are handed down a
// hierarchy. The library is in the packages below; this one has no code.
//
// # The mechanism
//
// A higher level of government sets a goal, and puts a number and a date on
// it. The number is handed down, level by level, as quotas. Results are compared
// with the quotas and scored, and the peers are ranked in public. When the
// targets change, behaviour follows. Cheng and Drahos (2018, IIC 49:5–40) call
// it the pressure driving mechanism, and trace how it made China's patent
// office the world's busiest. Five-year plans for energy and pollutants, the
// effort sharing of the European Union, budgets, KPIs and sales quotas are the
// same job.
//
// Each step has its arithmetic, which the library does exactly:
//
//	target     3.3 invention patents in force per 10,000 people by 2015
//	hierarchy  quotas for 31 provinces such that Σ dᵢqᵢ / Σ dᵢ is 3.3 again
//	evaluate   Guangdong has 12.80 where its quota was 7.68; points, vetoes, grades
//	ranking    Guangdong is fifth in public, one place lost since 2010
//
// # The calls that matter
//
// Errors are left out here, and nowhere else:
//
//	tree, err := hierarchy.NewTree([]string{"region", "province"}, units)
//	patents, err := tree.Column(maps.All(in2010))
//	rule := hierarchy.Rule{Method: hierarchy.Proportional(patents.Named("patents in force in 2010"))}
//	plan, err := hierarchy.Cascade(tree, goal, hierarchy.Options{Rule: rule})
//	for t := range plan.Targets() { // the quota of every province
//		a, err := evaluate.Assess(t, result)
//		entries = append(entries, ranking.Entry{Code: u.Code, Name: u.Name, Value: a.Attainment.Decimal})
//	}
//	table, err := ranking.New(entries, ranking.Options{Better: target.Higher})
//	fmt.Print(plan.Explain("340000")) // why Anhui has its quota
//
// They are [hierarchy.NewTree], [hierarchy.Tree.Column], [hierarchy.Cascade],
// [evaluate.Assess], [ranking.New] and [hierarchy.Plan.Explain]. The example below has
// them in a program. [hierarchy.RollUp] adds up the figures of lower levels first, and
// [evaluate.New] makes a scoring book.
//
// # What decides the arithmetic
//
// The kind of an indicator ([target.Kind]) fixes the law by which figures of
// children make the figure of their parent ([target.Law]). Patents in force add
// up. Patents per 10,000 people are a mean weighted by people, and growth is a mean
// weighted by what it grows from. A composite score or a place in a ranking
// does neither, so adding it up or handing it down is an error. The same
// law holds on the way up ([hierarchy.RollUp], bottom-up) and on the way down
// ([hierarchy.Cascade], top-down). [hierarchy.Plan.Check] recomputes it from the
// quotas alone.
//
// # A worked case
//
// Four provinces had 64,452 invention patents in force in 2010 and are to have
// 200,000 in 2015, shared in proportion to what each has:
//
//	            2010   exact share    quota     2015  attainment  rank
//	Shanghai  23,843    73,986.843   73,987   69,982       0.946     4
//	Jiangsu   19,682    61,074.908   61,075  113,160       1.853     2
//	Zhejiang  17,955    55,715.882   55,716   70,981       1.274     3
//	Anhui      2,972     9,222.367    9,222   26,075       2.827     1
//	          64,452   200,000.000  200,000
//
// The shares rounded down leave three patents, which go to the largest
// remainders. Shanghai, with the most patents at first, misses its quota. Anhui,
// with the fewest, leads. The example below is this case as a program.
//
// # Words
//
// Each has one meaning in every package:
//
//   - amount: what a parent hands down. It is its quota, stretched, less its reserve.
//   - attainment: a result over its target.
//   - basis: the weight of a unit in a weighted mean, such as the population of a
//     density or of figures per capita, or the level from which a growth starts.
//   - book (考核办法): the rules by which units are scored, an evaluate.Scheme.
//   - claim: what a method gives a child. The child's part of the amount goes by it.
//   - column: one figure for each unit of a tree, with gaps.
//   - crosswalk: how units of an older tree become units of a newer one.
//   - hold: a quota that somebody fixed, with who, why and until when.
//   - identity: an equation between indicators that holds in every unit.
//   - intervention: a changed target whose effect is looked for.
//   - law: how the figures of children make the figure of their parent.
//   - method: how a parent divides an amount among its children.
//   - plan: a target with the quotas of all units, which explains and checks itself.
//   - progress rule: how a series is judged on its way to a target.
//   - quantum: the step in which quotas are handed out.
//   - quota: a unit's figure in a plan.
//   - reserve: what a parent keeps back.
//   - setter: who set a target. Several may set one for one thing; precedence says
//     whose binds.
//   - reporter: who reports a figure. A choice says which reporter and vintage counts.
//   - standing: what a unit has reached of its target by now, compared with what is due.
//   - stretch (层层加码): by how much the quotas of children add up to more than
//     their parent's.
//   - verdict: what comes of comparing a figure or a series with its target.
//   - vintage: the date at which a figure was known.
//
// # The packages
//
//   - [github.com/targetcascade/cascade/target]: indicators and their kinds,
//     periods, goals, targets, observations, and how errors are collected.
//   - [github.com/targetcascade/cascade/target/temporal]: figures over time: months to
//     years and back, seasons, the year to date, paths.
//   - [github.com/targetcascade/cascade/target/convert]: one target in another form, such
//     as a growth as a level, or a density as a number.
//   - [github.com/targetcascade/cascade/hierarchy]: trees of units, columns
//     of figures, roll-up, the cascade and the plan that explains itself.
//   - [github.com/targetcascade/cascade/hierarchy/apportion]: division without
//     a tree: a total among parties, tables with both margins, raking.
//   - [github.com/targetcascade/cascade/hierarchy/crosswalk]: figures carried
//     through mergers, splits and recodings of units.
//   - [github.com/targetcascade/cascade/hierarchy/system]: plans of parts
//     that add up to the whole in every unit, annual plans that agree over units and
//     years, and figures balanced by least change.
//   - [github.com/targetcascade/cascade/hierarchy/rows]: tables of text, such as CSV,
//     into trees, columns, targets and observations, and results back.
//   - [github.com/targetcascade/cascade/hierarchy/trial]: rules compared, fitted and
//     doubted, and how equal the burden of a plan is.
//   - [github.com/targetcascade/cascade/hierarchy/hierarchytest]: the
//     contract of a method of one's own, as a test.
//   - [github.com/targetcascade/cascade/evaluate]: results compared with
//     targets, in the end and to date; scoring books, vetoes, grades.
//   - [github.com/targetcascade/cascade/evaluate/progress]: whether a series
//     is on its way to its target, by published progress rules.
//   - [github.com/targetcascade/cascade/evaluate/response]: whether behaviour
//     followed when a target changed.
//   - [github.com/targetcascade/cascade/evaluate/index]: composite
//     indicators.
//   - [github.com/targetcascade/cascade/evaluate/integrity]: whether a
//     figure can be believed.
//   - [github.com/targetcascade/cascade/ranking]: tables of peers with ties,
//     movement and gaps, and who sees what of them.
//   - [github.com/targetcascade/cascade/ranking/consensus]: one ranking of
//     several, and how far two are apart.
//   - [github.com/targetcascade/cascade/ranking/robust]: how far a rank can
//     be trusted.
//
// The README answers the questions that begin with "How do I".
//
// # What holds everywhere
//
// Figures are decimals, in and out. Shares of a total add up to it, to the last
// unit. Where a mean must be met, no single quota rounded the other way would
// meet it more nearly, and what is left is reported. What cannot be met is an
// error that names the units in conflict. Neither the order of the input nor the
// platform nor a setting of another package shows in a result.
//
// Values are immutable and safe for concurrent use. There is no input or
// output, no clock, and no randomness without a seed that the caller gives.
// An error says where, what and how to mend it ([target.FieldError]), matches one
// of the sentinels in package target, and holds all that is wrong with the
// input at once. What holds data is written as JSON and reads back.
//
// [evaluate.Assess]: https://pkg.go.dev/github.com/targetcascade/cascade/evaluate#Assess
// [evaluate.New]: https://pkg.go.dev/github.com/targetcascade/cascade/evaluate#New
// [hierarchy.Cascade]: https://pkg.go.dev/github.com/targetcascade/cascade/hierarchy#Cascade
// [hierarchy.NewTree]: https://pkg.go.dev/github.com/targetcascade/cascade/hierarchy#NewTree
// [hierarchy.Plan.Check]: https://pkg.go.dev/github.com/targetcascade/cascade/hierarchy#Plan.Check
// [hierarchy.Plan.Explain]: https://pkg.go.dev/github.com/targetcascade/cascade/hierarchy#Plan.Explain
// [hierarchy.RollUp]: https://pkg.go.dev/github.com/targetcascade/cascade/hierarchy#RollUp
// [hierarchy.Tree.Column]: https://pkg.go.dev/github.com/targetcascade/cascade/hierarchy#Tree.Column
// [ranking.New]: https://pkg.go.dev/github.com/targetcascade/cascade/ranking#New
// [target.FieldError]: https://pkg.go.dev/github.com/targetcascade/cascade/target#FieldError
// [target.Kind]: https://pkg.go.dev/github.com/targetcascade/cascade/target#Kind
// [target.Law]: https://pkg.go.dev/github.com/targetcascade/cascade/target#Law
package cascade
