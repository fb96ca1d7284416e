"""Windows for videos that stand at the cloud and in no row: found, fetched by id, or chosen for an order in doubt."""
