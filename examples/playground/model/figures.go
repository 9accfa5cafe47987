package model

import (
	"encoding/csv"
	"fmt"
	"maps"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/targetcascade/cascade/hierarchy"
)

// read makes a tree and its columns from a table in CSV. The first five fields
// of a line are the unit's code, name, level, parent and role. Each further
// field is a figure, and the heading names its column. An empty field is a gap.
func read(levels []string, table string) (*hierarchy.Tree, map[string]hierarchy.Column, error) {
	records, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		return nil, nil, err
	}
	head, records := records[0], records[1:]

	var units []hierarchy.Unit
	for _, line := range records {
		unit := hierarchy.Unit{Code: line[0], Name: line[1], Level: line[2], Parent: line[3]}
		if err := unit.Role.UnmarshalText([]byte(line[4])); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", unit.Name, err)
		}
		units = append(units, unit)
	}
	tree, err := hierarchy.NewTree(levels, units)
	if err != nil {
		return nil, nil, err
	}

	columns := map[string]hierarchy.Column{}
	for field := 5; field < len(head); field++ {
		figures := map[string]decimal.Decimal{}
		for _, line := range records {
			if line[field] == "" {
				continue
			}
			figure, err := decimal.NewFromString(line[field])
			if err != nil {
				return nil, nil, fmt.Errorf("%s, %s: %w", line[1], head[field], err)
			}
			figures[line[0]] = figure
		}
		if columns[head[field]], err = tree.Column(maps.All(figures)); err != nil {
			return nil, nil, err
		}
	}
	return tree, columns, nil
}
