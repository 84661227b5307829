namespace MdeHunting.Lab.Tour;

/// <summary>A step of the tour did not give what it should.</summary>
internal sealed class TourException(string message) : Exception(message);
