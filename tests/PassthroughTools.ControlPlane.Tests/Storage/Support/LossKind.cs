namespace PassthroughTools.ControlPlane.Tests.Storage.Support;

/// <summary>What becomes of a message whose connection is lost.</summary>
internal enum LossKind
{
    /// <summary>The server gets it and answers, and nobody hears the answer.</summary>
    AnswerIsLost,

    /// <summary>The server gets it after a delay, when the one who sent it has long given up.</summary>
    ArrivesLate,

    /// <summary>The server never gets it.</summary>
    NeverArrives,
}
