using System.Text.Json;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>How one of the services reads requests and writes responses.</summary>
internal abstract class HuntingDialect(LabResource resource, string path)
{
    public LabResource Resource { get; } = resource;

    public string Path { get; } = path;

    /// <summary>How long the service documents that a query may run.</summary>
    public abstract TimeSpan TimeLimit { get; }

    /// <summary>The window of a request that has none; null for all that there is.</summary>
    public virtual string? DefaultTimespan => null;

    /// <summary>What is answered for a query that ran longer.</summary>
    public abstract LabServiceError TimedOut { get; }

    /// <summary>What is answered for a result of too many bytes. https://learn.microsoft.com/defender-endpoint/api/run-advanced-query-api</summary>
    public LabServiceError TooLarge =>
        BadRequest("Query execution has exceeded the allowed result size. Optimize your query by limiting the number of results and try again");

    /// <summary>Whether the service documents a Retry-After where it refuses too many requests.</summary>
    public abstract bool TellsRetryAfter { get; }

    /// <summary>The content type of a result.</summary>
    public abstract string ContentType { get; }

    /// <summary>Sets the headers that every response has.</summary>
    public abstract void Begin(HttpContext context);

    /// <summary>What a 401 asks for.</summary>
    public abstract string Challenge(Bearer bearer);

    /// <summary>The refusal of a bearer: a 401, or a 403 where only the permission is missing.</summary>
    public abstract LabServiceError Refuse(Bearer bearer);

    public abstract LabServiceError UnsupportedMediaType(string? contentType);

    /// <summary>Reads a body.</summary>
    /// <param name="body">The JSON, or null where it could not be read.</param>
    /// <exception cref="LabServiceErrorException">The body does not ask what this service answers.</exception>
    public abstract LabHuntingRequest ReadBody(JsonElement? body);

    /// <summary>The refusal of a query or of a window.</summary>
    public LabServiceError BadRequest(string message) => new(StatusCodes.Status400BadRequest, "BadRequest", message);

    /// <summary>What the service says when it fails itself; in the lab with the reason, which the services keep to themselves.</summary>
    public LabServiceError Failure(Exception exception) =>
        new(StatusCodes.Status500InternalServerError, "InternalServerError", $"The lab failed to answer. {exception.GetType().Name}: {exception.Message}");

    public Task WriteErrorAsync(HttpContext context, LabServiceError error)
    {
        if (error.RetryAfter is { } retryAfter)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return WriteEnvelopeAsync(context, error);
    }

    /// <summary>Writes what a result's object begins with, up to the rows' array, which is then open.</summary>
    public abstract void WriteStart(Utf8JsonWriter writer, HuntingResult result);

    public abstract void WriteRow(Utf8JsonWriter writer, HuntingResult result, object?[] row);

    /// <summary>Writes an error as the service does.</summary>
    protected abstract Task WriteEnvelopeAsync(HttpContext context, LabServiceError error);

    /// <summary>Writes a result's columns, by the service's own names for the members.</summary>
    protected static void WriteSchema(Utf8JsonWriter writer, HuntingResult result, string schema, string name, string type)
    {
        writer.WriteStartArray(schema);
        foreach (var column in result.Table.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString(name, column.Name);
            writer.WriteString(type, column.Type.ToWireName());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    // Seen for applications; that a person's token is refused in the same words is the lab's guess.
    protected LabServiceError Forbid(Bearer bearer) =>
        new(
            StatusCodes.Status403Forbidden,
            "Forbidden",
            bearer.IsApplication
                ? $"Missing application roles. API required roles: {Resource.ApplicationRole}, application roles: {bearer.Permissions}."
                : $"Missing application scopes. API required scopes: {Resource.DelegatedScope}, application scopes: {bearer.Permissions}."
        );
}

/// <summary>What was asked of a hunting service: the query, and the window as it was sent.</summary>
internal sealed record LabHuntingRequest(string Query, string? Timespan = null);
