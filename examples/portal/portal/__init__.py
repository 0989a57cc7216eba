"""
A reference portal: every screen of the insurer's guide in a browser, drawn from the forms of the library.
"""
