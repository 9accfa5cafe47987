package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// limits are the processor time and the time on the clock that a run may take.
type limits struct{ processor, clock time.Duration }

// allowance is generous to tests that take took without a mutant. The limit of
// processor time does not depend on what else the machine does.
func allowance(took time.Duration) limits {
	return limits{5*took + 2*time.Second, 30*took + time.Minute}
}

// memory is the address space that a run may take, in KiB.
const memory = 4 << 20

type result struct {
	failed, late bool
	took         time.Duration
	output       []byte
}

// run runs tests of the binary in a process of its own.
func (s *suite) run(binary string, tests []*test, env string, l limits) result {
	var names []string
	for _, t := range tests {
		names = append(names, t.name)
	}
	args := append([]string{
		"-c", `ulimit -v "$1"; ulimit -t "$2"; shift 2; exec "$@"`, "sh",
		fmt.Sprint(memory), fmt.Sprint(int(l.processor.Seconds()) + 1),
		binary, "-test.run=^(" + strings.Join(names, "|") + ")$", "-test.failfast", "-test.short", "-test.timeout=0",
	}, s.flags...)

	ctx, cancel := context.WithTimeout(context.Background(), l.clock)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "GOGC=400", "GOMEMLIMIT=1GiB", "GOTRACEBACK=none", env)
	out := &tail{}
	cmd.Stdout, cmd.Stderr = out, out
	err := cmd.Run()
	r := result{failed: err != nil, output: out.Bytes()}
	if state := cmd.ProcessState; state != nil {
		r.took = state.UserTime() + state.SystemTime()
		status, ok := state.Sys().(syscall.WaitStatus)
		r.late = ok && status.Signaled() && (status.Signal() == syscall.SIGKILL || status.Signal() == syscall.SIGXCPU)
	}

	return r
}

// tail keeps the beginning of what is written to it.
type tail struct{ bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	if room := 1<<14 - t.Len(); room > 0 {
		t.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}
