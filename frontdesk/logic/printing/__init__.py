"""Pages on their way out: asked for by a person, sent by `frontdesk print run`.

Nothing is imported here, so that the console can ask for `trouble` without the rest.
"""
