package main

// publishedConfig is what a manifest says of the config: what shapes figures
// and pages, key by key. A new key is secret until it is named here; sources,
// schedules, notifications and the deliverers' own column names never are.
type publishedConfig struct {
	Namn           string                   `json:"namn"`
	Utgivare       string                   `json:"utgivare,omitempty"`
	Syntetisk      bool                     `json:"syntetisk"`
	RiktlinjeDagar int                      `json:"riktlinje_dagar,omitempty"`
	Jamlikar       publishedPeers           `json:"jamlikar"`
	Adress         string                   `json:"adress,omitempty"`
	Licens         string                   `json:"licens,omitempty"`
	Feed           map[string]publishedFeed `json:"feed,omitempty"`
}

type publishedPeers struct {
	Fakta map[string]float64 `json:"fakta,omitempty"`
	Antal int                `json:"antal"`
}

type publishedFeed struct {
	Kalla  string `json:"kalla,omitempty"`
	Gallra string `json:"gallra,omitempty"`
	Senast int    `json:"senast,omitempty"`
}

func (c config) published() publishedConfig {
	p := publishedConfig{Namn: c.Namn, Utgivare: c.Utgivare, Syntetisk: c.Syntetisk, RiktlinjeDagar: c.RiktlinjeDagar,
		Jamlikar: publishedPeers{c.Jamlikar.Fakta, c.Jamlikar.Antal}, Adress: c.Webb.address(), Licens: c.OppnaData.license(), Feed: map[string]publishedFeed{}}
	for name, f := range c.Feed {
		p.Feed[name] = publishedFeed{f.Kalla, f.Gallra, f.Senast}
	}
	return p
}
