// Package cascade documents a library for targets that are handed down a
// hierarchy. The library is in the packages below it; this one has no code.
//
// # The mechanism
//
// A higher level of government sets a goal, and puts a number and a date on
// it. The number is handed down, level by level, as quotas. Results are held
// against the quotas, scored, and the peers are ranked in public. When the
// targets change, behaviour follows. Cheng and Drahos (2018, IIC 49:5–40) call
// it the pressure driving mechanism, and trace how it made China's patent
// office the world's busiest; five-year plans for energy and pollutants, the
// effort sharing of the European Union, localised development goals and sales
// quotas are the same job.
//
// Each step has its arithmetic, which the library does exactly:
//
//	target     3.3 invention patents in force per 10,000 people by 2015
//	hierarchy  quotas for 31 provinces such that Σ dᵢqᵢ / Σ dᵢ is 3.3 again
//	evaluate   Guangdong has 12.80 where its quota was 7.68; points, vetoes, grades
//	ranking    Guangdong is fifth in public, one place lost since 2010
//
// # What decides the arithmetic
//
// The kind of an indicator (target.Kind) fixes the law by which figures of
// children make the figure of their parent (target.Law). Patents in force add
// up. Patents per 10,000 people are a mean weighted by people, growth a mean
// weighted by what it grows from. A composite score or a place in a ranking
// does neither, so that adding it up or handing it down is an error. The same
// law holds on the way up (hierarchy.RollUp) and on the way down
// (hierarchy.Cascade), and Plan.Check recomputes it from the quotas alone.
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
// The shares rounded down leave three patents over, which go to the largest
// remainders, and the quotas add up. Shanghai, with the most patents at first,
// misses its quota; Anhui, with the fewest, leads. The example below is this
// case as a program.
//
// # The packages
//
//   - [github.com/targetcascade/cascade/target]: indicators and their kinds,
//     periods, goals, targets, observations.
//   - [github.com/targetcascade/cascade/hierarchy]: trees of units, columns
//     of figures, roll-up, the cascade and the plan that explains itself.
//   - [github.com/targetcascade/cascade/hierarchy/apportion]: division without
//     a tree: a total among parties, tables with both margins, raking.
//   - [github.com/targetcascade/cascade/hierarchy/crosswalk]: figures carried
//     through mergers, splits and recodings of units.
//   - [github.com/targetcascade/cascade/hierarchy/hierarchytest]: the
//     contract of a method of one's own, as a test.
//   - [github.com/targetcascade/cascade/hierarchy/trial]: rules on trial, and
//     how equal a distribution or the burden of a plan is.
//   - [github.com/targetcascade/cascade/evaluate]: results compared with
//     targets, scoring books, vetoes, grades.
//   - [github.com/targetcascade/cascade/evaluate/index]: composite
//     indicators.
//   - [github.com/targetcascade/cascade/evaluate/integrity]: whether a
//     figure can be believed.
//   - [github.com/targetcascade/cascade/evaluate/progress]: whether a series
//     is on its way to its target, by published progress rules.
//   - [github.com/targetcascade/cascade/evaluate/response]: whether behaviour
//     followed when a target changed.
//   - [github.com/targetcascade/cascade/ranking]: tables of peers with ties,
//     movement and gaps.
//   - [github.com/targetcascade/cascade/ranking/consensus]: one ranking of
//     several, and how far two are apart.
//   - [github.com/targetcascade/cascade/ranking/robust]: how far a rank can
//     be trusted.
//
// # What holds everywhere
//
// Figures are decimals, in and out. Shares of a total add up to it, to the last
// unit; where a mean must be met, no single quota rounded the other way would
// meet it more nearly, and what is left is reported. What cannot be met is an
// error that names the units in conflict. Neither the order of the input nor the
// platform nor a setting of another package shows in a result.
//
// Values are immutable and safe for concurrent use. There is no input or
// output, no clock, no randomness without a seed that the caller gives.
// An error says where, what and how to mend it (target.FieldError), matches one
// of the sentinels in package target, and holds all that is wrong with the
// input at once.
package cascade
