// Package trial puts rules on trial: what each way to share a target would do to
// whom, and which rule comes nearest to the quotas that were handed out.
package trial
