namespace MdeHunting.Connections;

/// <summary>The ways in which an environment cannot be used; each name is the ErrorId of its error record.</summary>
public enum EnvironmentFailure
{
    /// <summary>The environment file does not exist.</summary>
    EnvironmentNotFound,

    /// <summary>The environment file cannot be opened.</summary>
    EnvironmentUnreadable,

    /// <summary>The environment file is not JSON, or a member of it is missing, unknown or of the wrong form.</summary>
    EnvironmentMalformed,

    /// <summary>An address of the environment does not begin with https.</summary>
    InsecureAddress,

    /// <summary>The environment does not have the API that was asked for.</summary>
    ApiNotInEnvironment,

    /// <summary>The cloud has no advanced hunting.</summary>
    CloudWithoutHunting,
}
