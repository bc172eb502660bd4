"""The controllers: who makes, marks and removes Pods beside their users."""
