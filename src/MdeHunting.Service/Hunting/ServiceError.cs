using System.Text.Json;

namespace MdeHunting.Service.Hunting;

/// <summary>What a service says of a failure: <c>{"error":{"code","message",…}}</c>, in the spellings of the three services and of what stands before them.</summary>
/// <param name="Code">Its code; null where it has none.</param>
/// <param name="Message">Its message; null where it has none.</param>
/// <param name="RequestId">The request id in the body; null where it has none.</param>
internal sealed record ServiceError(string? Code, string? Message, string? RequestId)
{
    /// <summary>Reads an error body; null where it is none.</summary>
    public static ServiceError? Read(Stream body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (Member(root, "error") is not { } error)
            {
                return Text(root, "message") is { } message ? new ServiceError(null, message, null) : null;
            }

            return error.ValueKind is JsonValueKind.Object
                ? new ServiceError(
                    Text(error, "code"), Text(error, "message"), Member(error, "innerError") is { } inner ? Text(inner, "request-id") : null)
                : new ServiceError(Text(root, "error"), Text(root, "error_description"), null);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement value, string name) =>
        Member(value, name) is { ValueKind: JsonValueKind.String } member && member.GetString() is { Length: > 0 } text ? text : null;

    private static JsonElement? Member(JsonElement value, string name)
    {
        if (value.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return member.Value;
                }
            }
        }

        return null;
    }
}
