using System.Security.Cryptography;
using System.Text.Json;
using MdeHunting.Contract;
using MdeHunting.Service.Json;
using MdeHunting.Service.Sending;
using MdeHunting.Service.Services;

namespace MdeHunting.Service.Responses;

/// <summary>The first pass over a response: validates that it is whole and in the shape of one, and finds its Schema, before anything is given out.</summary>
internal static class ResponseValidator
{
    private const string Next = "Run the query again. If the error persists, something between here and the service changes its responses.";

    /// <summary>Reads a response through to its end. Members may come in any order and with any others among them, and their names in any case.</summary>
    /// <param name="body">The response.</param>
    /// <param name="limits">What the service gives.</param>
    /// <param name="token">Ends the reading.</param>
    /// <param name="isHashed">Whether its hash is computed.</param>
    /// <exception cref="HuntingException">It is empty, cut short, not JSON, not a response, or larger than any.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ValidatedResponse Validate(ResponseBody body, ResponseLimits limits, CancellationToken token, bool isHashed = false)
    {
        var begun = false;
        using var hash = isHashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        try
        {
            using var cursor = new JsonCursor(
                body.Open(),
                limits.ContentBytes,
                ReceivingLimits.Token,
                token,
                new Utf8Check(),
                hash is null ? null : hash.AppendData
            );
            var reader = cursor.Open();
            cursor.Read(ref reader);
            begun = true;
            Require(reader.TokenType is JsonTokenType.StartObject, "it isn't an object");
            var validated = Members(cursor, ref reader, limits);
            while (cursor.TryRead(ref reader))
            {
                // Only white space may follow; anything else is an exception.
            }

            return validated with
            {
                ContentBytes = cursor.Length,
                ContentSha256 = hash is null ? null : Hexadecimal(hash),
            };
        }
        catch (JsonException e)
        {
            throw begun
                ? Failure(HuntingFailure.AnswerMalformed, $"The service's response isn't valid JSON: {e.Message}", e)
                : Failure(HuntingFailure.AnswerNotJson, "The service responded with something other than JSON.", e);
        }
        catch (EndOfStreamException e)
        {
            throw begun
                ? Failure(HuntingFailure.AnswerTruncated, "The service's response is incomplete. No rows were returned.", e)
                : Failure(HuntingFailure.AnswerEmpty, "The service responded with an empty body.", e);
        }
        catch (TooLargeException e)
        {
            throw OversizedResponse.Of(e);
        }
        catch (InvalidDataException e)
        {
            throw Failure(HuntingFailure.AnswerTruncated, "The service's compressed response is incomplete. No rows were returned.", e);
        }
    }

    /// <summary>Goes from a response's first token to that of its first row, or to the end of its rows.</summary>
    public static void GoToResults(JsonCursor cursor, ref Utf8JsonReader reader)
    {
        cursor.Read(ref reader);
        cursor.Read(ref reader);
        while (!Is(JsonText.Read(ref reader), "results"))
        {
            cursor.Skip(ref reader);
            cursor.Read(ref reader);
        }

        cursor.Read(ref reader);
    }

    /// <summary>A hash, as it is told.</summary>
    public static string Hexadecimal(IncrementalHash hash) => BitConverter.ToString(hash.GetHashAndReset()).Replace("-", string.Empty).ToLowerInvariant();

    private static ValidatedResponse Members(JsonCursor cursor, ref Utf8JsonReader reader, ResponseLimits limits)
    {
        List<ResponseColumn>? columns = null;
        int? rows = null;
        ServiceStatistics? statistics = null;
        var isError = false;
        for (cursor.Read(ref reader); reader.TokenType is JsonTokenType.PropertyName; cursor.Read(ref reader))
        {
            var name = JsonText.Read(ref reader);
            cursor.Read(ref reader);
            if (Is(name, "schema"))
            {
                Require(columns is null, "it has two Schemas");
                columns = Schema(cursor, ref reader);
            }
            else if (Is(name, "results"))
            {
                Require(rows is null, "it has two Results");
                rows = CountRows(cursor, ref reader, limits);
            }
            else if (Is(name, "stats"))
            {
                statistics = StatisticsReader.Read(cursor, ref reader);
            }
            else
            {
                isError |= Is(name, "error") && reader.TokenType is not JsonTokenType.Null;
                cursor.Skip(ref reader);
            }
        }

        if (isError)
        {
            return new ValidatedResponse(null, 0, statistics);
        }

        Require(columns is not null, "it has no Schema");
        Require(rows is not null, "it has no Results");
        Bound((long)rows!.Value * columns!.Count, ReceivingLimits.Cells, "cells in its rows");
        return new ValidatedResponse(columns, rows.Value, statistics);
    }

    private static List<ResponseColumn> Schema(JsonCursor cursor, ref Utf8JsonReader reader)
    {
        Require(reader.TokenType is JsonTokenType.StartArray, "its Schema isn't a list");
        var columns = new List<ResponseColumn>();
        var start = cursor.Length;
        for (cursor.Read(ref reader); reader.TokenType is not JsonTokenType.EndArray; cursor.Read(ref reader))
        {
            Require(reader.TokenType is JsonTokenType.StartObject, "its Schema has a column that isn't an object");
            columns.Add(Column(cursor, ref reader));
            Bound(columns.Count, ReceivingLimits.Columns, "columns");
            Bound(cursor.Length - start, ReceivingLimits.Schema, "bytes in its Schema");
        }

        return columns;
    }

    private static ResponseColumn Column(JsonCursor cursor, ref Utf8JsonReader reader)
    {
        string? name = null;
        var type = string.Empty;
        for (cursor.Read(ref reader); reader.TokenType is JsonTokenType.PropertyName; cursor.Read(ref reader))
        {
            var member = JsonText.Read(ref reader);
            cursor.Read(ref reader);
            var text = reader.TokenType is JsonTokenType.String ? JsonText.Read(ref reader) : null;
            if (Is(member, "name"))
            {
                name = text;
            }
            else if (Is(member, "type"))
            {
                type = text ?? string.Empty;
            }

            cursor.Skip(ref reader);
        }

        Require(name is not null, "its Schema has a column without a name");
        return new ResponseColumn(new MdeHuntingColumn(name!, type));
    }

    private static int CountRows(JsonCursor cursor, ref Utf8JsonReader reader, ResponseLimits limits)
    {
        Require(reader.TokenType is JsonTokenType.StartArray, "its Results aren't a list");
        var count = 0;
        for (cursor.Read(ref reader); reader.TokenType is not JsonTokenType.EndArray; cursor.Read(ref reader))
        {
            // Not by Require, which would have the text of each row made.
            if (reader.TokenType is not JsonTokenType.StartObject)
            {
                throw NotOfQuery(FormattableString.Invariant($"row {count + 1} of its Results isn't an object"));
            }

            var start = cursor.Length;
            cursor.Skip(ref reader, ReceivingLimits.ValuesInRow);
            Bound(cursor.Length - start, ReceivingLimits.Row, "bytes in a row");
            Bound(++count, limits.MostRows, "rows");
        }

        return count;
    }

    private static void Bound(long count, long most, string what)
    {
        if (count > most)
        {
            throw new TooLargeException(FormattableString.Invariant($"it has more than {most:N0} {what}"));
        }
    }

    private static bool Is(string name, string expected) => string.Equals(name, expected, StringComparison.OrdinalIgnoreCase);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw NotOfQuery(otherwise);
        }
    }

    private static HuntingException NotOfQuery(string otherwise) =>
        Failure(HuntingFailure.AnswerMalformed, $"The service's response is JSON, but not that of a query: {otherwise}.", null);

    // What is damaged on the way may come whole the next time.
    private static HuntingException Failure(HuntingFailure failure, string what, Exception? inner) =>
        new(failure, what, Next, inner) { Remedies = HuntingRemedies.Repeat };
}

/// <summary>What is known of a response that is whole and in the shape of one.</summary>
/// <param name="Columns">The Schema; null where the response is an error instead.</param>
/// <param name="RowCount">How many rows there are.</param>
/// <param name="Statistics">What the service says of its own work; null where it says nothing that can be read.</param>
internal sealed record ValidatedResponse(IReadOnlyList<ResponseColumn>? Columns, int RowCount, ServiceStatistics? Statistics)
{
    /// <summary>How many bytes of JSON it is, decompressed.</summary>
    public long ContentBytes { get; init; }

    /// <summary>The SHA-256 of that JSON, in hexadecimal digits; null where nobody asked for it.</summary>
    public string? ContentSha256 { get; init; }
}
