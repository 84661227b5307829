using MdeHunting.Lab.Kql;

namespace MdeHunting.Lab.Settings;

/// <summary>Answers a query from a tenant's tables.</summary>
/// <exception cref="QueryRejectedException">The query is wrong; the message is the one that the service gives.</exception>
public delegate KqlTable KqlQueryRunner(string query, KqlDatabase database, CancellationToken token);

/// <summary>A query cannot be run as it is; the message is the one that the service gives.</summary>
public sealed class QueryRejectedException(string message, Exception? innerException = null) : Exception(message, innerException);
