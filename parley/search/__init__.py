"""One search for goods, economies, laws, minerals, sources, pages and terms: ``find.find``, on an index of tables."""
