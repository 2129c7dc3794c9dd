<?php
// Answers with what PHP made of a form, before any code of ours saw it.

function part($name, $filename, $type, $content)
{
    return ['name' => $name, 'filename' => $filename, 'type' => $type, 'base64' => base64_encode($content)];
}

function fields($name, $value)
{
    if (!is_array($value)) {
        return [part($name, null, null, $value)];
    }
    $parts = [];
    foreach ($value as $key => $one) {
        $parts = array_merge($parts, fields("{$name}→{$key}", $one));
    }
    return $parts;
}

$seen = [];
foreach ($_POST as $name => $value) {
    $seen = array_merge($seen, fields((string) $name, $value));
}
foreach ($_FILES as $name => $file) {
    $content = $file['error'] === UPLOAD_ERR_OK ? file_get_contents($file['tmp_name']) : '';
    $seen[] = part((string) $name, $file['name'], $file['type'], $content);
}
header('Content-Type: application/json');
echo json_encode($seen, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE);
