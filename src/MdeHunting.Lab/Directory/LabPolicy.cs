namespace MdeHunting.Lab.Directory;

/// <summary>A reason why an account's sign-ins are refused, though everything that the client sent is right.</summary>
/// <param name="Code">The AADSTS number.</param>
/// <param name="Error">The "error" of a token request.</param>
/// <param name="SubError">The "suberror", or null.</param>
/// <param name="Text">What the description says.</param>
/// <param name="Flows">The ways that are refused; others work.</param>
public sealed record LabPolicy(int Code, string Error, string? SubError, string Text, LabFlows Flows)
{
    /// <summary>Whether the refusal says with which claims a new sign-in would pass.</summary>
    public bool HasClaims { get; init; }

    internal EntraError ToError() =>
        new(Error, Code, Text, SubError: SubError)
        {
            Claims = HasClaims ? """{"access_token":{"capolids":{"essential":true,"values":["8a1f2c3d-0000-4000-8000-000000053003"]}}}""" : null,
        };
}
