"""
Charts as data, and drawings of them: what the declarations of ``states`` say, with labels.
"""
