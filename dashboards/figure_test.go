package dashboards

import "testing"

func TestARangeInAHeadingIsKeptOnOneLine(t *testing.T) {
	for title, want := range map[string]string{
		"Beslut i tid: 39,9~% (38,9–40,9) år~2022":         `Beslut i tid: 39,9~% <span class="nw">(38,9–40,9)</span> år~2022`,
		"8~591~kr (8~188–8~994)":                           `8~591~kr <span class="nw">(8~188–8~994)</span>`,
		"Talet har sjunkit med 0,5 (−0,9–−0,1)":            `Talet har sjunkit med 0,5 <span class="nw">(−0,9–−0,1)</span>`,
		"Ordinarie variation maj~2020 – mars~2021 & sedan": "Ordinarie variation maj~2020 – mars~2021 &amp; sedan",
		"17~dagar (minst 11)":                              "17~dagar (minst 11)",
	} {
		if got := string((&figure{Title: hard(title)}).Heading()); got != hard(want) {
			t.Errorf("got %s, want %s", got, hard(want))
		}
	}
}
