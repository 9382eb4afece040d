"""What agents say after a use, of this assistant or of any other tool."""
