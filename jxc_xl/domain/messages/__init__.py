"""The texts of the error catalogue, by what they are about."""
