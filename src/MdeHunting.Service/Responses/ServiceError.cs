using System.Text.Json;
using MdeHunting.Service.Json;
using MdeHunting.Service.Services;
using MdeHunting.Text;

namespace MdeHunting.Service.Responses;

/// <summary>
/// What a service says of a failure: <c>{"error":{"code","message",…}}</c>, in the spellings of the three services and of what stands before them.
/// </summary>
/// <param name="Code">Its code; null where it has none.</param>
/// <param name="Message">Its message; null where it has none.</param>
/// <param name="RequestId">The request id in the body; null where it has none.</param>
internal sealed record ServiceError(string? Code, string? Message, string? RequestId)
{
    // Told in full where a script asks for it, and yet no more than can be looked through.
    private const int MostKept = 65_536;

    /// <summary>
    /// Whether it has the form that the services themselves give it: an object with a code. Others on the way write a message alone, or a word.
    /// </summary>
    public bool IsOfService { get; private init; }

    /// <summary>Reads an error body; null where it is none. Nothing but the members that are wanted is kept of it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="limit">How many bytes of it are read.</param>
    public static ServiceError? Read(Stream body, long limit)
    {
        var found = new Found();
        try
        {
            using var cursor = new JsonCursor(body, limit, ReceivingLimits.ErrorResponse);
            var reader = cursor.Open();
            cursor.Read(ref reader);
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                Root(cursor, ref reader, found);
                while (cursor.TryRead(ref reader))
                {
                    // Only white space may follow; anything else is an exception.
                }
            }
        }
        catch (TooLargeException)
        {
            // What came before is what there is.
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or EndOfStreamException)
        {
            return null;
        }

        return found.ToError();
    }

    private static void Root(JsonCursor cursor, ref Utf8JsonReader reader, Found found)
    {
        for (cursor.Read(ref reader); reader.TokenType is JsonTokenType.PropertyName; cursor.Read(ref reader))
        {
            var name = JsonText.Read(ref reader);
            cursor.Read(ref reader);
            if (Is(name, "error") && !found.HasError)
            {
                found.HasError = true;
                found.Text = Text(ref reader);
                if (reader.TokenType is JsonTokenType.StartObject)
                {
                    found.IsObject = true;
                    Error(cursor, ref reader, found);
                }
            }
            else if (Is(name, "error_description"))
            {
                found.Description ??= Text(ref reader);
            }
            else if (Is(name, "message"))
            {
                found.RootMessage ??= Text(ref reader);
            }

            cursor.Skip(ref reader);
        }
    }

    private static void Error(JsonCursor cursor, ref Utf8JsonReader reader, Found found)
    {
        for (cursor.Read(ref reader); reader.TokenType is JsonTokenType.PropertyName; cursor.Read(ref reader))
        {
            var name = JsonText.Read(ref reader);
            cursor.Read(ref reader);
            if (Is(name, "code"))
            {
                found.Code ??= Text(ref reader);
            }
            else if (Is(name, "message"))
            {
                found.Message ??= Text(ref reader);
            }
            else if (Is(name, "innerError") && reader.TokenType is JsonTokenType.StartObject)
            {
                Inner(cursor, ref reader, found);
            }

            cursor.Skip(ref reader);
        }
    }

    private static void Inner(JsonCursor cursor, ref Utf8JsonReader reader, Found found)
    {
        for (cursor.Read(ref reader); reader.TokenType is JsonTokenType.PropertyName; cursor.Read(ref reader))
        {
            var isId = Is(JsonText.Read(ref reader), "request-id");
            cursor.Read(ref reader);
            if (isId)
            {
                found.RequestId ??= Text(ref reader);
            }

            cursor.Skip(ref reader);
        }
    }

    private static string? Text(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String && JsonText.Read(ref reader) is { Length: > 0 } text ? ForeignText.Cut(text, MostKept) : null;

    private static bool Is(string name, string expected) => string.Equals(name, expected, StringComparison.OrdinalIgnoreCase);

    private sealed class Found
    {
        public bool HasError { get; set; }

        public bool IsObject { get; set; }

        public string? Text { get; set; }

        public string? Description { get; set; }

        public string? RootMessage { get; set; }

        public string? Code { get; set; }

        public string? Message { get; set; }

        public string? RequestId { get; set; }

        public ServiceError? ToError() =>
            IsObject ? new ServiceError(Code, Message, RequestId) { IsOfService = Code is not null }
            : HasError ? new ServiceError(Text, Description, null)
            : RootMessage is null ? null
            : new ServiceError(null, RootMessage, null);
    }
}
