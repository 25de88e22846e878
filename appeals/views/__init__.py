"""The public pages of complaints and appeals, by what people come for."""
