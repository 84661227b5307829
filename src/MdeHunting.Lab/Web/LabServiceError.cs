namespace MdeHunting.Lab.Web;

/// <summary>A refusal of a hunting service, in its own words.</summary>
internal sealed record LabServiceError(int Status, string Code, string Message)
{
    /// <summary>The Retry-After header; null for none.</summary>
    public string? RetryAfter { get; init; }
}

/// <summary>Ends a request to a hunting service with a refusal.</summary>
internal sealed class LabServiceErrorException(LabServiceError error) : Exception(error.Message)
{
    public LabServiceError Error { get; } = error;
}
