// Package crosswalk carries figures from the units of one date to those of
// another, through mergers, splits, recodings and transfers of territory.
//
// The calls that matter, without their errors:
//
//	changes := []crosswalk.Change{
//		{Date: "2011-08", From: "341421", To: "340124", Weight: decimal.New(1, 0)},
//		{Date: "2011-08", From: "341422", To: "340225", Weight: decimal.New(1, 0)},
//	}
//	walk, err := crosswalk.New(before, after, changes)
//	carried, err := walk.Carry(target.Stock, people, crosswalk.CarryOptions{})
//
// In August 2011 the prefecture of Chaohu was abolished. Its county Lujiang went to
// Hefei, Wuwei to Wuhu, He and Hanshan to Ma'anshan. A target that was set before for
// 2015 cannot be compared with results of the new units: it must first be carried to
// them.
//
// [New] makes a [Crosswalk] from two trees and the changes between them.
// [Crosswalk.Carry] carries any column over it: a population, last year's results, the
// quotas of a plan.
//
//	old tree      changes                          new tree
//	3414 Chaohu   2011-08 341421 → 340124  1       3401 Hefei … 340124 Lujiang
//	  341421 …    2011-08 341422 → 340225  1       3402 Wuhu  … 340225 Wuwei
//
// Sums are carried exactly, and means by their basis. A figure that would be lost is
// an error. Sums are rounded only if [CarryOptions] has a quantum.
package crosswalk
