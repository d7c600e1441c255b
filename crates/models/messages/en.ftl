## Messages of the models.
