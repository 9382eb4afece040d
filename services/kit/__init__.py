"""What every service shares and none owns. It knows no noun of ours: any file here could serve another product."""
