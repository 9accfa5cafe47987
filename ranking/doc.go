// Package ranking ranks units by one figure and says how close the race is.
package ranking
