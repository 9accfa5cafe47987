//go:build !unix

package main

import (
	"runtime"
	"time"
)

var start = time.Now()

// busy is the time that the cores could have worked for this process.
func busy() time.Duration { return time.Since(start) * time.Duration(runtime.GOMAXPROCS(0)) }
