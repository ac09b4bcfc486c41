"""Sign-in through the authority's own identity provider, by OpenID Connect."""
