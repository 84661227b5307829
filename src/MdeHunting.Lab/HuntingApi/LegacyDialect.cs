using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.HuntingApi;

/// <summary>
/// What the two older services have in common: Stats, Schema, Results. https://learn.microsoft.com/defender-xdr/api-advanced-hunting;
/// errors: https://learn.microsoft.com/defender-endpoint/api/common-errors, https://learn.microsoft.com/defender-xdr/api-error-codes.
/// </summary>
internal sealed class LegacyDialect(LabResource resource, string path, Uri baseAddress) : HuntingDialect(resource, path)
{
    public static LegacyDialect Endpoint(Uri baseAddress) => new(LabResources.Endpoint, "/api/advancedqueries/run", baseAddress);

    public static LegacyDialect Xdr(Uri baseAddress) => new(LabResources.Xdr, "/api/advancedhunting/run", baseAddress);

    public override TimeSpan TimeLimit => Resource == LabResources.Endpoint ? TimeSpan.FromSeconds(200) : TimeSpan.FromMinutes(3);

    // The words are documented (https://learn.microsoft.com/defender-xdr/advanced-hunting-errors), the status and the code are the lab's guess.
    public override LabServiceError TimedOut => BadRequest("Query exceeded the timeout period.");

    public override bool TellsRetryAfter => true;

    public override string ContentType => JsonResponse.ContentType;

    public override void Begin(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers["client-request-id"].ToString() is { Length: > 0 } given)
        {
            headers["client-request-id"] = given;
        }
    }

    public override string Challenge(Bearer bearer)
    {
        var challenge = $"Bearer authorization_uri=\"{new Uri(baseAddress, "/common/oauth2/authorize")}\"";
        return bearer.Problem == BearerProblem.Missing ? challenge : challenge + ", error=\"invalid_token\"";
    }

    public override LabServiceError Refuse(Bearer bearer) =>
        bearer.Problem switch
        {
            BearerProblem.Missing => Unauthorized("The Authorization header is missing or is not a bearer."),
            BearerProblem.WrongSignature => Unauthorized("Unauthorized request - reason of failure: Signature validation failed"),
            BearerProblem.MissingPermission => Forbid(bearer),
            _ when bearer.Token is { } token => Unauthorized(
                $"Invalid Authorization payload. AppId: {bearer.AppId}, Audience: {string.Join(',', token.Audiences)}, Issuer: {token.Issuer}, "
                    + $"Validity: valid from {Moment(token.ValidFrom)} to {Moment(token.ValidTo)}"
            ),
            _ => Unauthorized("Unauthorized request - reason of failure: The bearer is not a token"),
        };

    public override LabServiceError UnsupportedMediaType(string? contentType) =>
        new(
            StatusCodes.Status415UnsupportedMediaType,
            "UnsupportedMediaType",
            $"The request entity's media type '{contentType}' is not supported for this resource."
        );

    // "Body parameters are case-sensitive." JSON that cannot be read is a body without a query, as a raw line break inside the string shows.
    public override LabHuntingRequest ReadBody(JsonElement? body)
    {
        if (
            body is not { ValueKind: JsonValueKind.Object } parameters
            || !parameters.TryGetProperty("Query", out var query)
            || query.ValueKind != JsonValueKind.String
            || string.IsNullOrWhiteSpace(query.GetString())
        )
        {
            throw new LabServiceErrorException(new(StatusCodes.Status400BadRequest, "InvalidRequestBody", "Missing query."));
        }

        return new(query.GetString()!);
    }

    protected override Task WriteEnvelopeAsync(HttpContext context, LabServiceError error) =>
        JsonResponse.WriteAsync(
            context,
            new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["code"] = error.Code,
                    ["message"] = error.Message,
                    ["target"] = Target(),
                },
            },
            error.Status
        );

    public override void WriteStart(Utf8JsonWriter writer, HuntingResult result)
    {
        writer.WriteStartObject();
        StatsWriter.Write(writer, result);
        WriteSchema(writer, result, "Schema", "Name", "Type");
        writer.WriteStartArray("Results");
    }

    public override void WriteRow(Utf8JsonWriter writer, HuntingResult result, object?[] row)
    {
        writer.WriteStartObject();
        for (var index = 0; index < row.Length; index++)
        {
            writer.WritePropertyName(result.Table.Columns[index].Name);
            WriteCell(writer, row[index]);
        }
        writer.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter writer, object? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else if (value is JsonNode node)
        {
            node.WriteTo(writer);
        }
        else
        {
            writer.WriteScalar(value);
        }
    }

    // The Endpoint service names the request's activity, the other one gives a plain id.
    private string Target() =>
        Resource == LabResources.Endpoint
            ? $"|{RandomNumberGenerator.GetHexString(8, lowercase: true)}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.1.2."
            : Guid.NewGuid().ToString();

    private static string Moment(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static LabServiceError Unauthorized(string message) => new(StatusCodes.Status401Unauthorized, "Unauthorized", message);
}
