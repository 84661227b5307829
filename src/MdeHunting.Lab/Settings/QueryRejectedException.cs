namespace MdeHunting.Lab.Settings;

/// <summary>A query cannot be run as it is; the message is the one that the service gives.</summary>
public sealed class QueryRejectedException(string message, Exception? innerException = null) : Exception(message, innerException);
