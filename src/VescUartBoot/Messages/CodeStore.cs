using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>Where a board stores uploaded code: the two commands that read it, and with a negative offset the flash below it.</summary>
internal enum CodeStore
{
    /// <summary>COMM_GET_QML_UI_APP, firmware 5.03 and later.</summary>
    Qml,

    /// <summary>COMM_LISP_READ_CODE, firmware 6.00 and later.</summary>
    Lisp,
}
